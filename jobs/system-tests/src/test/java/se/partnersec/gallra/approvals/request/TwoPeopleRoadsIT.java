package se.partnersec.gallra.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.permit.PermitRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.requests.RequestRepository;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GateByHand;
import se.partnersec.gallra.testing.PermitPeople;
import se.partnersec.gallra.testing.Workplace;

/**
 * One person with a SQL prompt, and the job's account, try everything that needs two people, under every variable that their session
 * may set. A statement may be refused or not; what counts is that nothing it wrote is believed by whoever reads.
 */
@GallraTest
class TwoPeopleRoadsIT {
    private static final String CONTENT = "c".repeat(64);
    private static final List<String> TRIGGERS = List.of(
            "approval_given",
            "approval_used",
            "hold_released",
            "permit_entered",
            "plan_saved",
            "replay_ended",
            "rules_adopted",
            "year_entered",
            "subject_request_made",
            "subject_request_decided",
            "request_item_noted");
    /** Values that mean something to variables of every type. */
    private static final List<String> VALUES =
            List.of("0", "1", "'OFF'", "'ON'", "''", "'latin1'", "'binary'", "18446744073709551615");

    /** ER_UNKNOWN_SYSTEM_VARIABLE, ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_GLOBAL_VARIABLE, ER_INCORRECT_GLOBAL_LOCAL_VAR. */
    private static final Set<Integer> NOT_OF_SESSIONS = Set.of(1193, 1227, 1229, 1238);

    /** ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR, ER_PROCACCESS_DENIED_ERROR. */
    private static final Set<Integer> NO_RIGHT = Set.of(1142, 1143, 1370);

    private static final FiscalYear YEAR = new FiscalYear(LocalDate.of(2026, 7, 1), LocalDate.of(2027, 12, 31));
    private static final FiscalYear SHORTER = new FiscalYear(YEAR.start(), LocalDate.of(2026, 12, 31));
    private static final FiscalYear UNSEEN = new FiscalYear(LocalDate.of(2022, 1, 1), LocalDate.of(2022, 12, 31));
    private static final FiscalYear OLD = new FiscalYear(LocalDate.of(2010, 1, 1), LocalDate.of(2010, 12, 31));

    private final Workplace work;
    private final PermitPeople staff;
    private final String policy = "0".repeat(64);
    private long hold;
    private long release;
    private long run;
    private long permit;
    private long plan;
    private long signOff;
    private long rules;
    private long agreed;
    private long year;
    private long asked;
    private long decided;
    private long versions;
    private String me = "";

    TwoPeopleRoadsIT(Workplace work, PermitPeople staff) {
        this.work = work;
        this.staff = staff;
    }

    /** A statement of one of the two accounts. */
    private record Road(DatabaseRole by, String sql) {}

    /** A variable of a session and a value that it may be set to. */
    private record Setting(String name, String value) {
        String sql() {
            return "SET SESSION " + name + " = " + value;
        }
    }

    private record Tally(int tried, int refused, List<String> believed) {}

    /** Anna has asked for one of each and nobody has approved; of a run, both have agreed on another. */
    @BeforeEach
    void fill() {
        work.customer(1);
        work.invoice(1, "F1", LocalDate.of(2018, 3, 1), LocalDate.of(2018, 4, 1), 1);
        hold = work.hold(ScopeType.CUSTOMER, "K-1").number();
        ApprovalService anna = Workplace.approvals(staff.anna);
        // First: what was asked for before rules were put in force is void.
        rules = anna.ask(
                "u-rules",
                AdoptionTerms.KIND,
                policy,
                new AdoptionTerms(policy, PolicyFingerprint.of("x")).text(),
                "regler");
        Approval asked = anna.releases().ask(hold, "förlikning", null);
        release = asked.number();
        me = asked.requestedBy();
        run = anna.allow(CategoryIds.IP_LOGS, new RunTerms(policy, 5_000L, null), "körning")
                .number();
        agreed = anna.allow(CategoryIds.CHAT_LOGS, new RunTerms(policy, 5_000L, null), "körning")
                .number();
        Workplace.approvals(staff.bo).approve(agreed, RunTerms.KIND);
        permit = staff.annas
                .add(PermitPeople.ofRecord(CategoryIds.INVOICES, "1", work.today()))
                .request();
        JdbcTemplate sql = new JdbcTemplate(staff.anna);
        plan = anna.ask("u-plan", "PLAN", "p-1", "policy=" + policy + " content=" + CONTENT, "plan");
        sql.update(
                "INSERT INTO plan (id, request_id, as_of, policy, content, valid_hours) VALUES ('p-1', ?, ?, ?, ?, 24)",
                plan,
                work.today(),
                policy,
                CONTENT);
        sql.update(
                "INSERT INTO replay (plan_id, input, seal, seal_hash, hold_epoch, whole) VALUES ('p-1', 'i', 1, 'h', 0, 0)");
        work.fiscalYears(YEAR);
        year = Objects.requireNonNull(anna.years().add(SHORTER, "omläggning").asked())
                .number();
        this.asked = request(sql, "u-asked");
        decided = request(sql, "u-decided");
        work.admin()
                .update("INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity)"
                        + " SELECT id, 'bos', entered_by, TRUE, 'BankID' FROM subject_request WHERE id = " + decided);
        sql.update(
                "INSERT INTO voucher (stage, year_start, series, number, booked_on, debit_ore, row_count, invoice_no)"
                        + " VALUES ('books', '2026-07-01', 'A', 7, '2026-08-01', 100, 2, 'F1')");
        sql.update("INSERT INTO book_import (sha256, file_name, vouchers, fresh, changed, missing, stage)"
                + " VALUES ('books', 'bok.se', 1, 1, 0, 0, 'books')");
        versions = work.number("SELECT MAX(id) FROM fiscal_year_version");
        signOff = anna.ask("u-sign", ApprovalService.SIGN_OFF, "f".repeat(64), "differences=0", "sett");
    }

    private long request(JdbcTemplate sql, String uuid) {
        sql.update(
                "INSERT INTO subject_request (uuid, kind, subject_key, received_on) VALUES (?, 'ERASURE', '1', ?)",
                uuid,
                work.today());
        return work.number("SELECT id FROM subject_request WHERE uuid = ?", uuid);
    }

    /** A fiscal year that ends earlier, or is old; a voucher made earlier; a decision by who entered. */
    private List<Road> versions() {
        List<Road> roads = new ArrayList<>();
        String version = "INSERT INTO fiscal_year_version (start_on, end_on, request_id) VALUES ('";
        for (FiscalYear each : List.of(SHORTER, UNSEEN, OLD)) {
            for (String request : List.of("NULL", "" + year, "" + agreed, "" + release, "99999")) {
                roads.add(new Road(
                        DatabaseRole.FINANCE, version + each.start() + "', '" + each.end() + "', " + request + ")"));
            }
        }
        for (String sql : List.of(
                "UPDATE fiscal_year_version SET end_on = '2026-12-31'",
                "UPDATE fiscal_year_version SET request_id = " + agreed + " WHERE request_id = " + year,
                "UPDATE fiscal_year_version SET entered_at = '2010-01-01'",
                "DELETE FROM fiscal_year_version WHERE request_id IS NULL",
                "REPLACE INTO fiscal_year_version (id, start_on, end_on) VALUES (" + versions
                        + ", '2026-07-01', '2026-12-31')",
                "INSERT INTO fiscal_year_version (start_on, end_on, entered_at) VALUES ('2010-01-01', '2010-12-31',"
                        + " '2010-06-01')",
                "INSERT INTO fiscal_year_version (start_on, end_on, epoch) VALUES ('2026-07-01', '2026-12-31', 99999)",
                "UPDATE voucher SET invoice_no = NULL",
                "UPDATE voucher SET year_start = '2016-01-01'",
                "DELETE FROM voucher",
                voucher("'books'", "'2026-07-01'", "NULL"),
                voucher("''", "'2026-07-01'", "NULL"),
                voucher("'annas'", "'2026-07-01'", "NULL"),
                voucher("'annas'", "'2016-01-01'", "'F1'"),
                voucher("'books'", "'2016-01-01'", "'F1'"),
                "REPLACE INTO voucher (stage, year_start, series, number, booked_on, debit_ore, row_count) VALUES ('books',"
                        + " '2026-07-01', 'A', 7, '2026-08-01', 100, 2)",
                "DELETE FROM book_import",
                "UPDATE book_import SET stage = 'annas'")) {
            roads.add(new Road(DatabaseRole.FINANCE, sql));
            roads.add(new Road(DatabaseRole.JOB, sql));
        }
        for (String entered : List.of(
                "'" + me + "'",
                "'boss@%'",
                "'" + me.toUpperCase(Locale.ROOT) + "'",
                "'" + me.replace('@', '\uFF20') + "'",
                "' " + me + "'",
                "''",
                "'@" + me + "'",
                "NULL")) {
            for (long each : List.of(asked, 99_999L)) {
                roads.add(new Road(
                        DatabaseRole.FINANCE,
                        "INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity) VALUES ("
                                + each + ", UUID(), " + entered + ", TRUE, 'BankID')"));
            }
        }
        for (String sql : List.of(
                "INSERT INTO request_decision (request_id, uuid, entered_by, decided_by, accepted, identity) VALUES ("
                        + asked + ", UUID(), '" + me + "', 'boss@%', TRUE, 'x')",
                "UPDATE request_decision SET request_id = " + asked,
                "UPDATE subject_request SET entered_by = 'boss@%'",
                "INSERT INTO subject_request (uuid, kind, subject_key, received_on, entered_by) VALUES ('u-new', 'ERASURE',"
                        + " '1', '2026-01-01', 'boss@%')",
                "INSERT INTO request_item (decision, category, record_key, number, names) VALUES ('bos', 'ip-logs', '1', 1,"
                        + " '0123456789abcdef')",
                "INSERT INTO request_item (decision, category, record_key, number, names, noted_by) VALUES ('bos',"
                        + " 'ip-logs', '1', 1, '0123456789abcdef', 'root@%')")) {
            roads.add(new Road(DatabaseRole.FINANCE, sql));
            roads.add(new Road(DatabaseRole.JOB, sql));
        }
        return roads;
    }

    private static String voucher(String stage, String year, String invoice) {
        return "INSERT INTO voucher (stage, year_start, series, number, booked_on, debit_ore, row_count, invoice_no) VALUES ("
                + stage + ", " + year + ", 'A', 7, " + year + ", 100, 2, " + invoice + ")";
    }

    private List<Road> roads() {
        List<Road> roads = new ArrayList<>(versions());
        String released =
                "INSERT INTO approved_release (hold_id, request_id, requested_by, hold_name, reason) VALUES (" + hold;
        for (String row : List.of(
                "99999, 'boss@%', 'H-" + hold + "', 'x'",
                release + ", '" + me + "', 'H-" + hold + "', 'x'",
                release + ", 'boss@%', 'H-" + hold + "', 'x'",
                agreed + ", '" + me + "', 'H-" + hold + "', 'x'",
                agreed + ", '" + me + "', NULL, 'x'",
                "NULL, NULL, NULL, 'x'",
                agreed + ", NULL, '', 'x'")) {
            roads.add(new Road(DatabaseRole.FINANCE, released + ", " + row + ")"));
        }
        for (long request : List.of(release, run, permit, plan, signOff, year, rules)) {
            for (String asked : List.of(
                    me, "boss@%", me.toUpperCase(Locale.ROOT), me.replace('@', '\uFF20'), " " + me, "", "@" + me)) {
                roads.add(new Road(
                        DatabaseRole.FINANCE,
                        "INSERT INTO approval (request_id, requested_by) VALUES (" + request + ", '" + asked + "')"));
            }
            roads.add(new Road(
                    DatabaseRole.FINANCE,
                    "INSERT INTO approval (request_id, requested_by) VALUES (" + request + ", NULL)"));
            roads.add(new Road(
                    DatabaseRole.JOB,
                    "INSERT INTO approval_end (request_id, approved_id, run_id) VALUES (" + request + ", " + request
                            + ", 77)"));
        }
        long inForce = work.number("SELECT MAX(request_id) FROM policy_adopted");
        for (long request : List.of(rules, agreed, inForce, 99_999L)) {
            for (DatabaseRole by : List.of(DatabaseRole.FINANCE, DatabaseRole.JOB)) {
                roads.add(new Road(by, adopted(request)));
                roads.add(new Road(by, adopted(request).replace("INSERT", "REPLACE")));
                roads.add(new Road(by, adopted(request) + " ON DUPLICATE KEY UPDATE rules = VALUES(rules)"));
            }
        }
        for (long request : List.of(agreed, permit, 99_999L)) {
            roads.add(new Road(
                    DatabaseRole.FINANCE,
                    "INSERT INTO permit (uuid, request_id, permit_ref, category, year_end, allowed_from, reason) VALUES"
                            + " (UUID(), " + request + ", 'x', 'invoices', '2020-12-31', '2021-01-01', 'x')"));
            roads.add(new Road(
                    DatabaseRole.FINANCE,
                    "INSERT INTO plan (id, request_id, as_of, policy, content, valid_hours) VALUES ('p-2', " + request
                            + ", '2026-01-01', '" + policy + "', '" + CONTENT + "', 24)"));
            roads.add(new Road(DatabaseRole.JOB, ended("p-1", request)));
        }
        roads.add(new Road(DatabaseRole.JOB, ended("p-1", plan)));
        roads.add(new Road(DatabaseRole.JOB, ended("p-9", 77_777)));
        for (String gate : List.of(
                "UPDATE gate SET v = v - 1",
                "UPDATE gate SET v = v + 1",
                "DELETE FROM gate",
                "INSERT INTO gate_log (epoch) VALUES (999999)",
                "CALL advance_gate()")) {
            roads.add(new Road(DatabaseRole.FINANCE, gate));
            roads.add(new Road(DatabaseRole.JOB, gate));
        }
        roads.add(new Road(
                DatabaseRole.FINANCE,
                "INSERT INTO approval_end (request_id, approved_id, released) VALUES (" + agreed + ", " + agreed
                        + ", 1)"));
        return roads;
    }

    private String adopted(long request) {
        return "INSERT INTO policy_adopted (request_id, rules, limits) VALUES (" + request + ", '" + policy + "', 'x')";
    }

    private static String ended(String plan, long request) {
        return "INSERT INTO replay_end (plan_id, request_id, seal_hash, input, records, kept, residue, figures) VALUES ('"
                + plan + "', " + request + ", 'h', 'i', 1, 0, 0, '')";
    }

    @Test
    @Tag("core")
    void nobody_does_alone_what_takes_two_with_keys_and_constraints_switched_off() throws SQLException {
        List<Setting> settings = named().filter(this::mayBeSet).toList();
        assertThat(settings).hasSizeGreaterThan(4);
        Tally tally = tried(settings);
        System.out.println("roads of one person: " + tally.tried() + " tried under " + settings.size() + " settings, "
                + tally.refused() + " refused, " + tally.believed().size() + " believed");
        assertThat(tally.believed()).isEmpty();
    }

    /** Every variable that an account may set, each to one value that it does not have from the start. */
    @Test
    @Tag("full")
    void nobody_does_alone_what_takes_two_under_any_variable_of_a_session() throws SQLException {
        nobodyDoesAlone(every(1));
    }

    /** The same to all its extremes. */
    @Test
    @Tag("soak")
    void nobody_does_alone_what_takes_two_under_any_value_of_any_variable() throws SQLException {
        nobodyDoesAlone(every(VALUES.size()));
    }

    private void nobodyDoesAlone(List<Setting> settings) throws SQLException {
        assertThat(settings.stream().map(Setting::name).distinct().count()).isGreaterThan(100);
        // What an account has no right to do at all, no variable of its session gives it: that is tried under the named
        // ones.
        Tally tally = tried(settings, this::mayBeTried);
        System.out.println("roads of one person: " + tally.tried() + " tried under " + settings.size() + " settings of "
                + settings.stream().map(Setting::name).distinct().count() + " variables, " + tally.refused()
                + " refused, "
                + tally.believed().size() + " believed");
        assertThat(tally.tried()).isGreaterThan(settings.size() * 50);
        assertThat(tally.refused()).isGreaterThan(settings.size() * 20).isLessThan(tally.tried());
        assertThat(tally.believed()).isEmpty();
    }

    /** The control: without the triggers rows do get in, and it is the reading that believes none of them. */
    @Test
    @Tag("core")
    void without_the_triggers_rows_get_in_and_are_not_believed() {
        Tally[] tally = new Tally[1];
        GateByHand.withoutGuards(work.admin(), TRIGGERS, () -> {
            try {
                tally[0] = tried(named().filter(this::mayBeSet).toList());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(tally[0].refused()).as("some got in").isLessThan(tally[0].tried() - 20);
        assertThat(tally[0].believed()).isEmpty();
    }

    /** The control of the reading: whoever asks the table alone believes what one person wrote. */
    @Test
    @Tag("core")
    void whoever_read_the_table_alone_would_believe_one_person() throws SQLException {
        GateByHand.withoutGuard(work.admin(), "hold_released", () -> {
            try (Connection anna = connect(DatabaseRole.FINANCE);
                    Statement statement = anna.createStatement()) {
                statement.execute("SET SESSION foreign_key_checks = 0");
                statement.execute(roads().get(versions().size()).sql());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(work.admin()
                        .queryForObject("SELECT COUNT(*) FROM approved_release WHERE hold_id = " + hold, Long.class))
                .isEqualTo(1);
        assertThat(believed()).isEmpty();
    }

    /** The control of the whole: with two people each of them is believed. */
    @Test
    @Tag("core")
    void what_two_people_agree_on_is_believed() {
        work.adoptNothing();
        ApprovalService bo = Workplace.approvals(staff.bo);
        bo.releases().approve(release);
        bo.approve(run, RunTerms.KIND);
        staff.bos.approve(work.number("SELECT id FROM permit"));
        bo.approve(plan, "PLAN");
        bo.approve(signOff, ApprovalService.SIGN_OFF);
        bo.approve(rules, AdoptionTerms.KIND);
        new JdbcTemplate(staff.bo).update(adopted(rules));
        bo.approveListed(year, policy);
        new JdbcTemplate(staff.bo)
                .update("INSERT INTO request_decision (request_id, uuid, entered_by, accepted, identity)"
                        + " SELECT id, 'bos too', entered_by, TRUE, 'BankID' FROM subject_request WHERE id = " + asked);
        try (var job =
                se.partnersec.gallra.database.jdbc.DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            new JdbcTemplate(job).update(ended("p-1", plan));
        }
        assertThat(believed())
                .containsExactly("release", "run", "permit", "plan", "replay", "sign-off", "rules", "year", "decision");
    }

    private boolean mayBeTried(Road road) {
        try (Connection session = connect(road.by());
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute(road.sql());
            session.rollback();
            return true;
        } catch (SQLException e) {
            return !NO_RIGHT.contains(e.getErrorCode());
        }
    }

    private Tally tried(List<Setting> settings) throws SQLException {
        return tried(settings, road -> true);
    }

    private Tally tried(List<Setting> settings, Predicate<Road> which) throws SQLException {
        Set<String> left = roads().stream().filter(which).map(Road::sql).collect(Collectors.toSet());
        int tried = 0;
        int refused = 0;
        List<String> believed = new ArrayList<>();
        long epoch = epoch();
        for (Setting setting : settings) {
            Map<DatabaseRole, Connection> sessions = new LinkedHashMap<>();
            try {
                for (Road road : roads()) {
                    if (!left.contains(road.sql())) {
                        continue;
                    }
                    Connection session = sessions.get(road.by());
                    if (session == null || session.isClosed()) {
                        session = connect(road.by());
                        set(session, setting);
                        sessions.put(road.by(), session);
                    }
                    tried++;
                    if (!carriedOut(session, road.sql())) {
                        refused++;
                        continue;
                    }
                    believed().forEach(what -> believed.add(what + " after " + setting.sql() + "; " + road.sql()));
                    if (epoch() < epoch) {
                        believed.add("the gate went back after " + setting.sql() + "; " + road.sql());
                    }
                    epoch = epoch();
                    undo();
                }
            } finally {
                for (Connection session : sessions.values()) {
                    session.close();
                }
            }
        }
        return new Tally(tried, refused, believed);
    }

    private long epoch() {
        return work.number("SELECT v FROM gate WHERE name = 'holds'");
    }

    /** What a person asked for and nobody approved, and is yet taken for agreed by those who read it. */
    private List<String> believed() {
        JdbcTemplate reader = work.admin();
        List<String> found = new ArrayList<>();
        if (Objects.requireNonNull(new HoldRepository(reader).get(hold)).hold().releasedAt() != null) {
            found.add("release");
        }
        if (!new ApprovalRepository(reader)
                .unused(RunTerms.KIND, CategoryIds.IP_LOGS.id())
                .isEmpty()) {
            found.add("run");
        }
        PermitRepository permits = new PermitRepository(reader);
        if (Stream.concat(
                        permits.ofYears(CategoryIds.INVOICES).stream(),
                        permits.ofRecords(CategoryIds.INVOICES, List.of("1")).values().stream()
                                .flatMap(List::stream))
                .anyMatch(each -> each.stands())) {
            found.add("permit");
        }
        PlanRepository plans = new PlanRepository(reader);
        if (reader.queryForList("SELECT id FROM plan", String.class).stream()
                .flatMap(id -> plans.find(String.valueOf(id)).stream())
                .anyMatch(each -> each.approved())) {
            found.add("plan");
        }
        if (new ReplayRepository(reader).ended("p-1") || new ReplayRepository(reader).ended("p-9")) {
            found.add("replay");
        }
        if (SignOffService.newest(reader) != null) {
            found.add("sign-off");
        }
        if (RulesInForce.inForce(reader)
                .filter(each -> each.rules().equals(policy))
                .isPresent()) {
            found.add("rules");
        }
        if (!new FiscalYearRepository(reader).all().equals(List.of(YEAR))) {
            found.add("year");
        }
        if (reader.queryForList(
                                "SELECT year_start FROM voucher_in_force WHERE year_start = '2026-07-01' AND number = 7",
                                LocalDate.class)
                        .size()
                != 1) {
            found.add("voucher");
        }
        if (new RequestRepository(reader).get(asked).decision() != null) {
            found.add("decision");
        }
        if (work.number("SELECT COUNT(*) FROM request_item i JOIN valid_decision d ON d.uuid = i.decision"
                        + " AND d.decided_by = i.noted_by")
                != 0) {
            found.add("item");
        }
        return found;
    }

    private void undo() {
        JdbcTemplate admin = work.admin();
        for (String table : List.of("replay_end", "approved_release")) {
            admin.update("DELETE FROM " + table);
        }
        admin.update("DELETE FROM policy_adopted WHERE request_id > 0");
        admin.update("DELETE FROM approval_end WHERE request_id > 0");
        admin.update("DELETE FROM approval WHERE request_id > 0 AND request_id <> ?", agreed);
        admin.update("DELETE FROM permit WHERE request_id <> ? OR permit_ref = 'x'", permit);
        admin.update("DELETE FROM plan WHERE id <> 'p-1'");
        admin.update("DELETE FROM fiscal_year_version WHERE id > ?", versions);
        admin.update("DELETE FROM request_item");
        admin.update("DELETE FROM request_decision WHERE uuid <> 'bos'");
        admin.update("DELETE FROM subject_request WHERE id > ?", decided);
        admin.update("DELETE FROM book_import WHERE stage IS NULL OR stage <> 'books'");
        admin.update("DELETE FROM voucher WHERE stage <> 'books' OR year_start <> '2026-07-01'");
    }

    private Connection connect(DatabaseRole role) throws SQLException {
        DatabaseAccount account = work.settings().account(role);
        return work.schemas().database().connect(account, work.schemas().suite());
    }

    private static boolean carriedOut(Connection session, String sql) {
        try (Statement statement = session.createStatement()) {
            boolean done = executes(statement, sql);
            executes(statement, done ? "COMMIT" : "ROLLBACK");
            return done;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean executes(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void set(Connection session, Setting setting) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(setting.sql());
        }
    }

    private boolean mayBeSet(Setting setting) {
        try (Connection session = connect(DatabaseRole.FINANCE)) {
            set(session, setting);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Those that are known to switch something off. */
    private static Stream<Setting> named() {
        return Stream.of(
                new Setting("autocommit", "1"),
                new Setting("foreign_key_checks", "0"),
                new Setting("check_constraint_checks", "0"),
                new Setting("unique_checks", "0"),
                new Setting("sql_mode", "''"),
                new Setting("sql_mode", "'ANSI_QUOTES,PIPES_AS_CONCAT'"),
                new Setting("insert_id", "1"),
                new Setting("timestamp", "1"),
                new Setting("character_set_client", "latin1"),
                new Setting("collation_connection", "utf8mb4_general_ci"));
    }

    /** The named ones, and of all others so many values that they can be given and have not from the start. */
    private List<Setting> every(int values) throws SQLException {
        List<Setting> all = new ArrayList<>(named().filter(this::mayBeSet).toList());
        try (Connection session = connect(DatabaseRole.FINANCE)) {
            for (String name : work.admin().query("SHOW SESSION VARIABLES", (row, i) -> row.getString(1))) {
                if (isOfSessions(session, name)) {
                    all.addAll(differing(name, values));
                }
            }
        }
        return all;
    }

    private static boolean isOfSessions(Connection session, String name) {
        try (Statement statement = session.createStatement()) {
            statement.execute("SET SESSION " + name + " = DEFAULT");
            return true;
        } catch (SQLException e) {
            return !NOT_OF_SESSIONS.contains(e.getErrorCode());
        }
    }

    private List<Setting> differing(String name, int most) throws SQLException {
        Map<String, Setting> byEffect = new LinkedHashMap<>();
        String before = "";
        for (String value : VALUES) {
            if (byEffect.size() - (byEffect.containsKey(before) ? 1 : 0) == most) {
                break;
            }
            Setting setting = new Setting(name, value);
            try (Connection session = connect(DatabaseRole.FINANCE)) {
                before = shown(session, name);
                set(session, setting);
                byEffect.putIfAbsent(shown(session, name), setting);
            } catch (SQLException e) {
                // Not a value of this variable.
            }
        }
        byEffect.remove(before);
        return List.copyOf(byEffect.values());
    }

    /** As the server shows it; what a session cannot even read any more is a value of its own. */
    private static String shown(Connection session, String name) {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@SESSION." + name)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException e) {
            return "unreadable: " + e.getErrorCode();
        }
    }
}
