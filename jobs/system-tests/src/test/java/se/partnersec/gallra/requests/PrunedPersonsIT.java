package se.partnersec.gallra.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.operations.housekeeping.Pruner;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What holds, requests and approvals say of persons goes eleven years later, and the seals say that it went. */
@GallraTest(chunk = 3)
@Tag("full")
class PrunedPersonsIT {
    private static final Duration LATER = Duration.ofDays(11 * 365);

    private static final Set<HousekeepingKind> PERSONS =
            EnumSet.of(HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS, HousekeepingKind.APPROVALS);

    private final Workplace work;
    private final RequestFixture people;
    private final SealedPlace sealed;
    private GallraSettings settings;
    private final Path folder;

    PrunedPersonsIT(Workplace work, RequestFixture people, @TempDir Path folder) {
        this.work = work;
        this.people = people;
        this.folder = folder;
        this.sealed = new SealedPlace(work);
    }

    @BeforeEach
    void place() {
        settings = sealed.settings();
        long released = work.hold(ScopeType.USER, "anna").number();
        Audits.census(work);
        work.release(released, "förlikning");
        people.hold(HoldType.DISPUTE, "ip-logs:1", work.today());
        work.hold(ScopeType.USER, "bo.ek");
        work.allow(CategoryIds.IP_LOGS, new RunTerms(work.fingerprint(), null, null));
        for (long id = 101; id <= 102; id++) {
            Scene.IPS.put(work, Spec.of(id, work.today().minusDays(3)).user(id == 101 ? RequestFixture.ANNA : 77));
        }
        SubjectRequest answered = people.granted(RequestKind.ERASURE);
        work.run(CategoryIds.IP_LOGS, work.today());
        assertThat(work.count("ip_log", "id = 101")).isZero();
        for (String item : List.of("user-data", "credentials", "newsletter")) {
            work.admin()
                    .update(
                            "INSERT INTO request_outcome (item_id, outcome, run_id, at) SELECT id, 'ERASED', 1, UTC_TIMESTAMP(6)"
                                    + " FROM request_item WHERE category = ?",
                            item);
        }
        work.admin()
                .update("INSERT INTO request_answer (request_id, sent_on) VALUES (?, ?)", answered.id(), work.today());
        people.service.add(RequestKind.OBJECTION, "bo@exempel.se", null);
        Audits.census(work);
        try (SuiteContext suite = work.suite()) {
            assertThat(Audits.of(work, suite).note(audit())).isTrue();
        }
        sealed.seal();
    }

    private List<String> problems() {
        return new SealVerifier(work.admin(), new JdbcTransactionManager(work.adminPool()))
                .verify(SealPublicKeys.read(sealed.publicKey), SealStores.in(null))
                .problems();
    }

    /** Does something under the owner's account as of eleven years from now. */
    private void later(java.util.function.BiConsumer<JdbcTemplate, JdbcTransactionManager> what) {
        try (HikariDataSource pool = DataSourceFactory.pool(settings, DatabaseRole.OWNER, 1)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            atLater(jdbc);
            what.accept(jdbc, new JdbcTransactionManager(pool));
        }
    }

    private static void atLater(JdbcTemplate jdbc) {
        jdbc.execute("SET SESSION timestamp = "
                + Instant.now(Clock.systemUTC()).plus(LATER).getEpochSecond());
    }

    private Pruner.Report pruned() {
        AtomicReference<Pruner.Report> report = new AtomicReference<>();
        later((jdbc, manager) ->
                report.set(new Pruner(jdbc, manager, HousekeepingPolicy.USUAL, point -> {}).prune(folder, true)));
        return report.get();
    }

    private void prune() {
        assertThat(pruned().done())
                .filteredOn(done -> PERSONS.contains(done.kind()))
                .extracting(done -> done.kind().id() + " " + done.removed())
                .containsExactly("holds 1", "requests 1", "approvals 1");
    }

    private void sealLater(int rows) {
        SealKey key = SealKey.read(Objects.requireNonNull(settings.seals().keyFile()));
        later((jdbc, manager) -> new SealService(
                        jdbc, manager, key, List.of(), CategoryIds.ALL, SealService.Bounds.ofRows(rows))
                .seal());
    }

    @Test
    void what_is_past_its_period_goes_and_is_sealed_as_gone() {
        prune();
        assertThat(work.texts("SELECT scope_text FROM hold ORDER BY id"))
                .as("one that only ended was not released by two people")
                .containsExactly("ip-logs:1", "bo.ek");
        assertThat(work.number("SELECT COUNT(*) FROM approved_release")).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM approval_request WHERE subject_kind IN ('RELEASE', 'RUN')"))
                .isZero();
        assertThat(work.number("SELECT COUNT(*) FROM policy_adopted"))
                .as("what later audits rest on stays")
                .isPositive();
        assertThat(work.texts("SELECT kind FROM subject_request"))
                .as("that waits for an answer")
                .containsExactly("OBJECTION");
        assertThat(work.number("SELECT COUNT(*) FROM request_item")).isZero();
        assertThat(problems()).as("before it is sealed as gone").isNotEmpty();
        sealLater(1000);
        assertThat(problems()).isEmpty();
        assertThat(pruned().folder()).as("nothing is left to remove").isNull();
    }

    @Test
    void more_rows_than_a_seal_takes_are_sealed_as_gone_by_several() {
        prune();
        long before = work.number("SELECT MAX(seq) FROM ledger_seal");
        sealLater(3);
        assertThat(work.number("SELECT MAX(seq) FROM ledger_seal")).isGreaterThan(before + 5);
        assertThat(problems()).isEmpty();
    }

    @Test
    void what_the_audit_can_no_longer_evaluate_it_does_not_call_good() {
        assertThat(audit().good()).isOne();
        prune();
        assertThat(audit().good())
                .as("what went lately cannot have been pruned, whatever is noted")
                .isOne();
        sealLater(1000);
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.READER, 1);
                SuiteContext suite = work.suite()) {
            JdbcTemplate later = new JdbcTemplate(pool);
            atLater(later);
            AuditResult result = new LedgerAudit(
                            pool,
                            suite.sources(),
                            KeyTypes.read(later, suite.sources()),
                            work.settings().tags())
                    .auditAll(Optional.empty());
            assertThat(result.breaches()).isEmpty();
            assertThat(result.good()).isZero();
            assertThat(result.gaps()).containsOnlyKeys(AuditResult.Gap.PRUNED);
        }
    }

    private AuditResult audit() {
        try (SuiteContext suite = work.suite()) {
            return Audits.of(work, suite).auditAll(Optional.empty());
        }
    }

    /** As if the rows had always been as they are now. */
    private void sealAnew() {
        for (String table : List.of("ledger_seal_export", "ledger_seal", "seal_leaf")) {
            work.admin().update("DELETE FROM " + table);
        }
        SealKey key = SealKey.read(Objects.requireNonNull(settings.seals().keyFile()));
        new SealService(
                        work.admin(),
                        new JdbcTransactionManager(work.adminPool()),
                        key,
                        List.of(),
                        CategoryIds.ALL,
                        SealService.Bounds.ofRows(1000))
                .seal();
    }

    /** The audit needs them; once they are gone it cannot name what was erased wrongly while they counted. */
    @Test
    void nothing_goes_before_a_sealed_audit_covers_what_was_erased() {
        Scene.IPS.put(work, Spec.of(103, Scene.IPS.firstDue(work.today())));
        work.run(CategoryIds.IP_LOGS, work.today());
        sealed.seal();
        Pruner.Report report = pruned();
        assertThat(report.unaudited())
                .hasSize(2)
                .allSatisfy(
                        stays -> assertThat(stays).contains("no sealed audit covers all that was erased", "ip-logs"));
        assertThat(report.done())
                .extracting(Pruner.Done::kind)
                .contains(HousekeepingKind.APPROVALS)
                .doesNotContain(HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS);
    }

    @Test
    void holds_and_requests_about_which_something_is_open_stay() {
        work.admin().update("UPDATE held_count SET missing = 1");
        sealAnew();
        work.admin().update("UPDATE request_outcome SET at = '2037-01-01' WHERE run_id = 1");
        assertThat(pruned().done())
                .extracting(Pruner.Done::kind)
                .doesNotContain(HousekeepingKind.HOLDS, HousekeepingKind.REQUESTS)
                .contains(HousekeepingKind.APPROVALS);
    }

    /** A hold whose name hides for a moment: its targets are not taken for pruned while it is not as it was sealed. */
    @Test
    void what_hangs_on_a_row_that_was_altered_is_never_taken_for_pruned() throws SQLException {
        try (Connection connection = work.adminPool().getConnection()) {
            JdbcTemplate owner = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            String uuid = Objects.requireNonNull(
                    owner.queryForObject("SELECT uuid FROM hold WHERE scope_text = 'bo.ek'", String.class));
            owner.update("UPDATE hold SET uuid = 'x' WHERE uuid = ?", uuid);
            removeWithNote(owner, "hold_target", "hold_uuid = '" + uuid + "'");
            sealLater(1000);
            owner.update("UPDATE hold SET uuid = ? WHERE uuid = 'x'", uuid);
        }
        sealLater(1000);
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem).startsWith("hold_target ").contains("removed after it was sealed"));
    }

    private static void removeWithNote(JdbcTemplate owner, String table, String which) {
        String key = SealedTable.parse(table).orElseThrow().keyExpression();
        owner.update("INSERT INTO pruned (kind, older_than, records, rows_removed, first_key, last_key, export)"
                + " VALUES ('holds', UTC_TIMESTAMP(6), 9, 99, '1', '9', REPEAT('0', 64))");
        int noted = owner.update("INSERT INTO pruned_row (pruned, kind, row_key) SELECT LAST_INSERT_ID(), '" + table
                + "', " + key + " FROM " + table + " t WHERE " + which);
        assertThat(noted).isPositive();
        assertThat(owner.update("DELETE FROM " + table + " WHERE " + which)).isEqualTo(noted);
    }

    /** A sealed row that somebody altered: nothing goes before it is known why. */
    @Test
    void nothing_goes_while_a_sealed_row_is_not_as_it_was_sealed() {
        work.admin().update("UPDATE held_count SET records = records + 1");
        assertThatThrownBy(this::pruned)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("sealed rows are missing or were changed");
        assertThat(work.number("SELECT COUNT(*) FROM pruned")).isZero();
    }

    /** What was sealed lately could not be sealed as gone: it waits. */
    @Test
    void what_was_sealed_lately_stays() {
        work.admin().update("DELETE FROM seal_leaf WHERE kind IN ('hold', 'subject_request', 'approval')");
        assertThat(pruned().done()).extracting(Pruner.Done::kind).doesNotContainAnyElementsOf(PERSONS);
        sealLater(1000);
        assertThat(pruned().folder()).isNull();
    }

    /**
     * What the owner of the database removes with a note of his own: a hold that is in force, names it is on, a release, approvals of what
     * is in force. None of it is taken for pruned, however old it is.
     */
    @ParameterizedTest
    @CsvSource({
        "hold, scope_text = 'bo.ek'",
        "hold_target, hold_uuid = (SELECT uuid FROM hold WHERE scope_text = 'bo.ek')",
        "held_count, hold_id = (SELECT id FROM hold WHERE scope_text = 'bo.ek')",
        "approved_release, TRUE",
        "approval, request_id IN (SELECT request_id FROM policy_adopted)",
        "approval_request, id IN (SELECT request_id FROM policy_adopted)",
        "approval_end, request_id = (SELECT request_id FROM approved_release)"
    })
    void what_counts_is_never_taken_for_pruned(String table, String which) throws SQLException {
        try (Connection connection = work.adminPool().getConnection()) {
            JdbcTemplate owner = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            owner.execute("SET FOREIGN_KEY_CHECKS = 0");
            removeWithNote(owner, table, which);
            owner.execute("SET FOREIGN_KEY_CHECKS = 1");
        }
        sealLater(1000);
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(
                        problem -> assertThat(problem).startsWith(table + " ").contains("removed after it was sealed"));
    }

    @Test
    void what_is_too_young_is_not_taken_for_pruned() {
        prune();
        sealed.seal();
        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("removed after it was sealed"));
    }
}
