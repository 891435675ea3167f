package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.cli.main.CommandRoles;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.schema.Grants;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.JsonSchemas;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/** Every command under the login of every role: who may run it gets its work done, and nobody else does. */
@GallraTest
@Tag("full")
class RoleCommandsIT {
    private static final String LACKS = "lacks a right";
    /** Commands that end otherwise than with 0 where all is well. */
    private static final Map<String, Integer> ENDS = Map.of(
            "ledger proof",
            2,
            "ledger verify",
            11,
            "plans show",
            2,
            "plans diff",
            2,
            "certificate",
            12,
            "holds reconcile",
            10);

    private final Workplace work;
    private final Path home;
    private final Program gallra;
    private PersonAccounts persons;

    RoleCommandsIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
        this.gallra = Program.at(work, home).here();
    }

    @BeforeEach
    void make_logins_and_records() throws IOException {
        persons = PersonAccounts.create(work.accounts());
        work.settings();
        work.customers(2);
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone, password_hash",
                4711,
                1,
                "anna",
                "Påhittad Person",
                "anna@exempel.se",
                "+46701740601",
                "{demo}hemligt");
        work.invoice(7, "PAID", work.today().minusYears(1), work.today().minusYears(1), 100);
        work.ipLogs(1, 2, 200, 1L);
        work.admin()
                .update(
                        "INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates, opened_at)"
                                + " VALUES (7, 0, 'ip-logs', 1, '2026-11-24', REPEAT('0', 64), '2026-11-24', 5, UTC_TIMESTAMP(6))");
        Files.writeString(
                home.resolve("holds.csv"),
                "type;scope;key;category;until;review_by;basis;reason\ndispute;user;anna;;;" + later() + ";;tvist\n");
    }

    /** They need a session of the web console: PasskeysIT tries them. */
    private static final Set<String> OF_THE_CONSOLE =
            Set.of("passkeys offer", "passkeys challenge", "passkeys approve");

    @AfterEach
    void drop_logins() {
        persons.close();
    }

    private String later() {
        return work.today().plusDays(30).toString();
    }

    private Program as(PersonRole role) {
        return gallra.alone(persons.account(role));
    }

    private long hold() {
        return work.hold(ScopeType.USER, "anna").number();
    }

    /** Somebody who has the login anna. */
    private String person() {
        String person = "anna.berg-" + work.number("SELECT COUNT(*) FROM person_login");
        work.admin()
                .update(
                        "INSERT INTO person_login (login, person, what, request_id, noted_by) VALUES ('anna', ?, 'HAS', 0, 'x')",
                        person);
        return person;
    }

    /** An offered passkey, and whether it is asked for already. */
    private String passkey(boolean asked) {
        work.admin()
                .update(
                        "INSERT INTO person_key (person, credential, public_key, algorithm, origin) VALUES ('anna.berg', 'x', 'x', 'ES256', 'x')");
        String name = "K-" + work.number("SELECT MAX(id) FROM person_key");
        if (asked) {
            Answer answer = as(PersonRole.FINANCE).run("passkeys", "add", name, "--reason", "x");
            assertThat(answer.exit()).as(answer.err()).isZero();
        }
        return name;
    }

    private String waiting() {
        return "A-" + work.askRelease(hold(), "förlikning", null).number();
    }

    private String request() {
        work.admin()
                .update(
                        "INSERT INTO subject_request (uuid, kind, subject_key, received_on) VALUES (?, 'RESTRICTION', '4711', ?)",
                        UUID.randomUUID().toString(),
                        work.today());
        return "R-" + work.number("SELECT MAX(id) FROM subject_request");
    }

    /** Number of a run that failed, made anew. */
    private String ended() {
        long run = work.number("SELECT MAX(run_id) + 1 FROM run_scope");
        work.admin()
                .update(
                        "INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates, opened_at,"
                                + " ended_at, outcome) VALUES (?, 0, 'chat-logs', ?, '2026-11-24', REPEAT('0', 64), '2026-11-24', 5,"
                                + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 'FAILED')",
                        run,
                        run);
        return Long.toString(run);
    }

    private void order(String action, long run) {
        work.admin()
                .update(
                        "INSERT INTO run_order (uuid, run_id, action, reason) VALUES (?, ?, ?, 'x')",
                        UUID.randomUUID().toString(),
                        run,
                        action);
    }

    private String notice() {
        long id = work.number("SELECT COALESCE(MAX(id), 0) + 1 FROM notice");
        work.admin()
                .update(
                        "INSERT INTO notice (id, category, seq, subject, copy, outcome, run_id, noticed_at, answer_by)"
                                + " VALUES (?, 'ip-logs', ?, '1', 'crm', 'E', 1, UTC_TIMESTAMP(6), '2026-12-01')",
                        id,
                        id);
        return Long.toString(id);
    }

    private String finding() {
        long id = work.number("SELECT COALESCE(MAX(id), 0) + 1 FROM finding");
        work.admin()
                .update(
                        "INSERT INTO finding (id, category, subject, code, detail, run_id, noted_run, first_seen, last_seen)"
                                + " VALUES (?, 'ip-logs', ?, 'ROW_REFUSED', 'd', 7, 7, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
                        id,
                        "s" + id);
        return Long.toString(id);
    }

    private String block() {
        return Long.toString(work.insert(
                "blocked_address",
                "address, reason, blocked_at, review_by",
                "192.0.2." + (1 + work.count("blocked_address", "TRUE")),
                "x",
                work.today().minusDays(1),
                later()));
    }

    /** The words of a command after its name, with whatever it is about made anew. */
    private List<String> words(String command) {
        return switch (command) {
            case "runs pause" -> List.of("7", "--reason", "x");
            case "runs resume" -> {
                order("PAUSE", 7);
                yield List.of("7", "--reason", "x");
            }
            case "runs stop" -> List.of("7", "--reason", "x");
            case "runs set" -> List.of("7", "--chunk", "5", "--reason", "x");
            case "runs order restart" -> List.of(ended(), "--reason", "x");
            case "runs order recover" -> {
                String run = ended();
                work.admin().update("UPDATE run_scope SET outcome = NULL, ended_at = NULL WHERE run_id = ?", run);
                yield List.of(run, "--reason", "x");
            }
            case "runs order start" -> {
                work.admin().update("DELETE FROM run_order WHERE action = 'START'");
                yield List.of("ip-logs", "--reason", "x");
            }
            case "runs order cancel" -> {
                work.admin()
                        .update(
                                "INSERT INTO run_order (uuid, run_id, action, category, until_at, reason)"
                                        + " VALUES (?, 0, 'START', 'chat-logs', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, 'x')",
                                UUID.randomUUID().toString());
                yield List.of(work.texts("SELECT MAX(id) FROM run_order").get(0), "--reason", "x");
            }
            case "runs resume --all" -> {
                order("STOP_ALL", 0);
                yield List.of("--reason", "x");
            }
            case "runs show", "runs restart", "runs recover" -> List.of("7");
            case "runs allow" -> List.of("ip-logs", "--reason", "x");
            case "run", "watch", "plan" -> List.of("ip-logs");
            case "verify" -> List.of("--full", "ip-logs");
            case "plans show" -> List.of("p-20260101-0101");
            case "plans diff" -> List.of("p-20260101-0101", "p-20260101-0102");
            case "explain" -> List.of("ip-logs:1");
            case "approvals approve" -> List.of(waiting());
            case "approvals show" -> List.of(waiting());
            case "approvals withdraw" -> List.of(waiting(), "--reason", "x");
            case "holds add" ->
                List.of("--type", "restriction", "--user", "anna", "--review-by", later(), "--reason", "x");
            case "holds release" -> List.of("H-" + hold(), "--reason", "x");
            case "holds show" -> List.of("H-" + hold());
            case "holds find" -> List.of("--user", "anna", "--lang", "en");
            case "holds import" -> List.of("--csv", home.resolve("holds.csv").toString());
            case "holds years add" -> {
                long year =
                        2040 + work.number("SELECT COUNT(*) FROM fiscal_year_version WHERE start_on >= '2040-01-01'");
                yield List.of(year + "-01-01.." + year + "-12-31");
            }
            case "people add" -> List.of("anna.berg", "anna", "--reason", "x");
            case "people remove" -> List.of(person(), "anna", "--reason", "x");
            case "passkeys add" -> List.of(passkey(false), "--reason", "x");
            case "passkeys end" -> List.of(passkey(true), "--reason", "x");
            case "people leave" -> List.of(person(), "--reason", "x");
            case "holds years remove" -> List.of("2030-01-01..2030-12-31", "--reason", "x");
            case "holds permits add" ->
                List.of("--reference", "D 1", "--record", "invoices:7", "--from", later(), "--reason", "x");
            case "report" -> List.of("holds", "-o", home.resolve("holds.json").toString(), "--force");
            case "policy diff" -> List.of("adopted", "--words-only");
            case "policy adopt" -> List.of("--reason", "x", "--words-only");
            case "fraud find" -> List.of("192.0.2.1");
            case "fraud block" -> {
                work.admin().update("DELETE FROM " + work.table("blocked_address"));
                yield List.of("192.0.2.99", "--review-by", later(), "--reason", "x");
            }
            case "fraud lift" -> List.of(block(), "--reason", "x");
            case "notices ack" -> List.of(notice());
            case "findings show" -> List.of(finding());
            case "findings ack" -> List.of(finding(), "--owner", "driften", "--due", later(), "--reason", "x");
            case "requests add" -> List.of("--type", "erasure", "--user", "anna");
            case "requests show", "requests answer" -> List.of(request());
            case "requests answer --sent" -> {
                String request = request();
                assertThat(as(PersonRole.OFFICER)
                                .run(
                                        "requests",
                                        "decide",
                                        request,
                                        "--accept",
                                        "--identity-verified",
                                        "BankID",
                                        "--review-by",
                                        later())
                                .exit())
                        .isZero();
                yield List.of(work.today().toString(), request);
            }
            case "requests extend" -> List.of(request(), "--reason", "x");
            case "requests decide" ->
                List.of(request(), "--accept", "--identity-verified", "BankID", "--review-by", later());
            case "suppressed" -> List.of("anna@exempel.se");
            case "ledger export" -> List.of("-o", home.resolve("ledger").toString(), "--force");
            case "ledger proof" ->
                List.of("ip-logs", "1", "-o", home.resolve("proof").toString(), "--force");
            case "certificate" ->
                List.of(
                        "--since",
                        "2026-01-01",
                        "--until",
                        "2026-01-31",
                        "-o",
                        home.resolve("certificate.pdf").toString(),
                        "--force");
            default -> List.of();
        };
    }

    /** All but the jobs' and the owner's, which have accounts of their own: those are tried apart. */
    @ParameterizedTest
    @EnumSource
    void a_role_runs_its_commands_and_no_others(PersonRole role) {
        Map<String, String> tried = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        // In one order: what one command needs, such as a notice, another one sees.
        new TreeMap<>(CommandRoles.all()).forEach((command, roles) -> {
            if (!roles.isEmpty() && !OF_THE_CONSOLE.contains(command)) {
                String mistake = mistake(command, roles, role);
                tried.put(command, roles.contains(role.id()) ? "+" : "-");
                if (!mistake.isEmpty()) {
                    wrong.add(mistake);
                }
            }
        });
        System.out.println("commands of " + role.id() + ": " + tried);
        assertThat(wrong).isEmpty();
    }

    private Answer run(String command, PersonRole role) {
        return run(command, role, List.of());
    }

    private Answer run(String command, PersonRole role, List<String> more) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        typed.addAll(words(command));
        typed.addAll(more);
        work.admin().update("DELETE FROM run_order WHERE run_id = 7 AND action = 'STOP'");
        return as(role).run(typed.toArray(String[]::new));
    }

    private String mistake(String command, List<String> roles, PersonRole role) {
        // Each result, and each refusal, is held to its schema by the way.
        Answer answer = run(command, role, List.of("--json"));
        String said = "gallra " + command + " as " + role.id() + ": exit " + answer.exit() + " "
                + answer.err().strip();
        if (roles.contains(role.id())) {
            return answer.exit() == ENDS.getOrDefault(command, 0)
                            && !answer.err().contains(LACKS)
                    ? ""
                    : said;
        }
        if (command.startsWith("metrics")) {
            return answer.exit() == 10 && answer.err().contains("could not be read") ? "" : said;
        }
        return answer.exit() == 3 && answer.err().contains("one of these roles: " + String.join(", ", roles))
                ? ""
                : said;
    }

    /** The service's commands need its accounts, and change nothing under a person's. */
    @Test
    void no_role_runs_the_service_s_commands() {
        for (String command : List.of("run", "runs restart", "runs recover", "ledger seal", "db migrate", "doctor")) {
            for (PersonRole role : PersonRole.values()) {
                Answer answer = run(command, role);
                assertThat(answer.exit())
                        .as(command + " as " + role.id() + ": " + answer.err())
                        .isNotZero();
            }
        }
        assertThat(work.number("SELECT COUNT(*) FROM ledger_chunk")).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM ledger_seal")).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM run_scope WHERE ended_at IS NOT NULL"))
                .isZero();
    }

    @Test
    void a_copy_of_the_ledger_says_which_decisions_are_not_in_it() {
        String ledger = home.resolve("auditors").toString();
        Answer auditor = as(PersonRole.AUDITOR).run("ledger", "export", "-o", ledger);
        assertThat(auditor.exit()).as(auditor.err()).isZero();
        assertThat(auditor.err()).contains("The copy has no holds, approvals and other decisions", "hold_target");
        assertThat(JsonSchemas.read(as(PersonRole.AUDITOR)
                                .run("ledger", "export", "--force", "--json", "-o", ledger)
                                .out())
                        .get("tablesNotRead"))
                .asString()
                .contains("hold_target");
        Answer officer = as(PersonRole.OFFICER).run("ledger", "export", "--force", "-o", ledger);
        assertThat(officer.exit()).as(officer.err()).isZero();
        assertThat(officer.err()).contains("this login may not read audit.");
        Answer reader = gallra.run("ledger", "export", "--force", "-o", ledger);
        assertThat(reader.exit()).as(reader.err()).isZero();
        assertThat(reader.err()).as("the reader's account").doesNotContain("decisions");
    }

    @Test
    void a_dry_run_of_a_hold_counts_what_it_would_cover_and_places_nothing() {
        String[] wanted = {"holds", "add", "--type", "dispute", "--record", "ip-logs:1", "--review-by", later()};
        Program finance = as(PersonRole.FINANCE);
        List<String> dry = new ArrayList<>(List.of(wanted));
        dry.addAll(List.of("--reason", "x", "--dry-run"));
        Answer first = finance.run(dry.toArray(String[]::new));
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).contains("dispute on record ip-logs:1", "1 still there and kept", "nothing was placed");
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM hold_target")).isZero();

        List<String> placed = new ArrayList<>(List.of(wanted));
        placed.addAll(List.of("--reason", "x"));
        assertThat(finance.run(placed.toArray(String[]::new)).exit()).isZero();
        assertThat(finance.run(dry.toArray(String[]::new)).out()).contains("The same hold is active already");
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isOne();
    }

    @Test
    void the_officer_places_no_other_hold_than_a_restriction() {
        Answer answer = as(PersonRole.OFFICER)
                .run("holds", "add", "--type", "dispute", "--user", "anna", "--review-by", later(), "--reason", "x");
        assertThat(answer.exit()).isEqualTo(3);
        assertThat(answer.err()).contains(LACKS, "INSERT");
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isZero();
    }

    @Test
    void the_officer_approves_no_rules() throws IOException {
        Path mapping = work.configFolder().resolve("sources.yml");
        Files.writeString(mapping, Files.readString(mapping).replace("zone: UTC", "zone: Europe/Stockholm"));
        Answer asked = as(PersonRole.FINANCE).run("policy", "adopt", "--reason", "x", "--words-only");
        assertThat(asked.exit()).as(asked.err()).isZero();
        String request = asked.out().replaceFirst("(?s).*(A-\\d+) asks.*", "$1");
        Answer approved = as(PersonRole.OFFICER).run("approvals", "approve", request);
        assertThat(approved.exit()).as(approved.err()).isEqualTo(3);
        assertThat(approved.err())
                .contains(
                        "rules are approved by a person with the role finance",
                        request + " still waits: gallra approvals approve " + request)
                .doesNotContain(LACKS);
        assertThat(work.number("SELECT COUNT(*) FROM approval WHERE request_id = " + request.substring(2)))
                .isZero();
    }

    /** What one reads about a person is in the audit before it is read, under the own login, and by no name. */
    @Test
    void reads_about_persons_are_in_the_audit() {
        Map<String, String> reads = new LinkedHashMap<>(Map.of(
                "explain", "read.explain ip-logs:1",
                "holds find", "read.holds-find USER:tag [0-9a-f]{32}",
                "holds list", "read.holds-list active",
                "holds show", "read.holds-show H-\\d+",
                "report", "read.report holds",
                "requests show", "read.requests-show request:\\d+",
                "requests answer", "read.requests-answer request:\\d+",
                "suppressed", "read.suppressed address:tag [0-9a-f]{32}",
                "users inactive", "read.users inactive"));
        reads.forEach((command, row) -> {
            work.admin().update("DELETE FROM audit");
            Answer answer = run(command, PersonRole.OFFICER);
            assertThat(answer.exit()).as(command + answer.err()).isZero();
            assertThat(work.texts(
                            "SELECT CONCAT(action, ' ', subject) FROM audit WHERE action LIKE 'read.%' AND who LIKE '"
                                    + persons.account(PersonRole.OFFICER).user() + "@%'"))
                    .as(command)
                    .singleElement()
                    .asString()
                    .matches("(?i)" + row)
                    .doesNotContain("anna");
        });
        work.admin().update("DELETE FROM audit");
        for (String command : List.of("runs list", "findings list", "ledger verify", "status")) {
            run(command, PersonRole.OFFICER);
        }
        assertThat(work.number("SELECT COUNT(*) FROM audit")).as("the control").isZero();
    }

    @Test
    void whoever_cannot_write_the_audit_reads_nothing_about_a_person() {
        String officer = "'" + persons.account(PersonRole.OFFICER).user() + "'@'%'";
        work.admin().execute("REVOKE INSERT (action, subject, detail) ON audit FROM " + officer);
        for (String command : List.of(
                "explain",
                "holds find",
                "requests show",
                "users inactive",
                "suppressed",
                "report",
                "holds list",
                "holds show")) {
            Answer answer = run(command, PersonRole.OFFICER);
            assertThat(answer.exit()).as(command).isEqualTo(3);
            assertThat(answer.err()).as(command).contains("nothing was read");
            assertThat(answer.out()).as(command).isEmpty();
        }
        assertThat(run("runs list", PersonRole.OFFICER).exit())
                .as("the control")
                .isZero();
    }

    @Test
    void the_service_s_reader_is_audited_too() {
        Program service = gallra.granted(work, DatabaseRole.FINANCE, DatabaseRole.READER);
        assertThat(service.run("explain ip-logs:1").exit()).isZero();
        assertThat(work.texts("SELECT who FROM audit WHERE action = 'read.explain'"))
                .singleElement()
                .asString()
                .startsWith(work.settings().account(DatabaseRole.FINANCE).user() + "@");
    }

    @Test
    void doctor_names_a_login_with_two_roles_and_no_other() {
        Program service = gallra.granted(work, DatabaseRole.JOB, DatabaseRole.FINANCE, DatabaseRole.READER);
        assertThat(service.run("doctor").out()).as("the control").doesNotContain("more than one role");
        DatabaseAccount auditor = persons.account(PersonRole.AUDITOR);
        new Grants(work.adminPool(), work.accounts().names()).applyFor(auditor.user() + "@%", PersonRole.OPERATIONS);
        assertThat(service.run("doctor").out().replaceAll("\\s+", " "))
                .containsOnlyOnce("more than one role")
                .contains(auditor.user() + "@% has the rights of more than one role: auditor, operations");
    }

    @Test
    void a_plan_of_finance_is_saved_and_the_officer_s_only_shown() {
        assertThat(as(PersonRole.OFFICER).run("plan ip-logs").exit()).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM plan")).isZero();
        assertThat(as(PersonRole.FINANCE).run("plan ip-logs").exit()).isZero();
        assertThat(work.number("SELECT COUNT(*) FROM plan")).isOne();
    }

    @Test
    void holds_are_masked_for_the_auditor() {
        hold();
        work.hold(ScopeType.RECORD, "ip-logs:1");
        Answer seen = as(PersonRole.AUDITOR).run("holds list");
        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("***", "ip-logs:1").doesNotContain("anna", "tvist i domstol");
        assertThat(as(PersonRole.FINANCE).run("holds list").out())
                .as("the control")
                .contains("anna");
    }

    @Test
    void an_auditor_lists_a_fiscal_year_that_was_asked_for_without_seeing_the_others() {
        assertThat(as(PersonRole.FINANCE)
                        .run("holds", "years", "add", "2024-01-01..2024-12-31", "--reason", "ny")
                        .exit())
                .isZero();
        Answer asked =
                as(PersonRole.FINANCE).run("holds", "years", "add", "2024-01-01..2024-06-30", "--reason", "omläggning");
        assertThat(asked.exit()).as(asked.err()).isZero();
        Answer seen = as(PersonRole.AUDITOR).run("approvals list --all");
        assertThat(seen.exit()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("fiscal year 2024-01-01..2024-06-30").doesNotContain("instead of");
        assertThat(as(PersonRole.FINANCE).run("approvals list").out())
                .as("who may approve it sees what it changes")
                .contains("fiscal year 2024-01-01..2024-06-30 instead of");
    }

    @Test
    void findings_are_listed_exported_and_acknowledged_by_a_file() throws IOException {
        for (int i = 0; i < 25; i++) {
            finding();
        }
        Answer shown = as(PersonRole.OPERATIONS).run("runs show 7");
        assertThat(shown.out())
                .as(shown.err())
                .contains("the first 20 of 25. All of them: gallra findings list --run 7");
        assertThat(as(PersonRole.OPERATIONS).run("findings list --run 7").err()).contains("Showing 20 of 25.");
        assertThat(as(PersonRole.OPERATIONS)
                        .run("findings list --kind ROW_REFUSD")
                        .err())
                .contains("None of the kind ROW_REFUSD is on record; the kinds on record: ROW_REFUSED");
        String file = home.resolve("findings.csv").toString();
        Answer written =
                as(PersonRole.OPERATIONS).run("findings", "list", "--sort", "oldest", "-o", file, "--lang", "sv");
        assertThat(written.exit()).as(written.err()).isZero();
        List<String> lines = Files.readAllLines(Path.of(file));
        assertThat(lines).hasSize(26);
        assertThat(lines.get(0)).startsWith("\uFEFFAnmärkning;Kategori;");

        // Half of them, as somebody picks them in a spreadsheet.
        Files.write(Path.of(file), lines.subList(0, 13));
        Answer acknowledged = as(PersonRole.OFFICER)
                .run("findings", "ack", "--file", file, "--owner", "Driften", "--due", later(), "--reason", "mappas");
        assertThat(acknowledged.exit()).as(acknowledged.err()).isZero();
        assertThat(acknowledged.out()).contains("12 findings are acknowledged: Driften");
        assertThat(as(PersonRole.FINANCE)
                        .run("findings list --owner driften --plain")
                        .cells())
                .hasSize(12)
                .allMatch(row -> row.get(7).equals("open") && row.get(9).equals(later()));
        assertThat(as(PersonRole.AUDITOR)
                        .run("findings list --unassigned --plain")
                        .cells())
                .hasSize(13);
        Answer audited = as(PersonRole.AUDITOR).run("findings show 1");
        assertThat(audited.out()).as(audited.err()).contains("***", later()).doesNotContain("Driften", "mappas");
        assertThat(as(PersonRole.OPERATIONS).run("findings show 1").out())
                .as("the control")
                .contains("Driften", "mappas");
        Answer before = as(PersonRole.OFFICER).run("status --plain --check");
        assertThat(before.out()).as(before.err()).doesNotContain("OVERDUE-FINDINGS");
        assertThat(as(PersonRole.OFFICER).run("findings list --overdue").exit()).isZero();
        withTheirDayPassed(2, () -> {
            assertThat(as(PersonRole.OFFICER)
                            .run("findings list --overdue --plain")
                            .exit())
                    .isEqualTo(10);
            Answer status = as(PersonRole.OFFICER).run("status --plain --check");
            assertThat(status.out()).contains("OVERDUE-FINDINGS\t\t2\t2 of 25 open findings");
            assertThat(status.exit()).as("as before").isEqualTo(before.exit());
        });
    }

    /** As by somebody who takes the trigger away that refuses every change; it is put back. */
    private void withTheirDayPassed(int findings, Runnable look) {
        String trigger = String.valueOf(work.admin()
                .queryForMap("SHOW CREATE TRIGGER finding_ack_stays")
                .get("SQL Original Statement"));
        String mode = String.valueOf(work.admin()
                .queryForMap("SHOW CREATE TRIGGER finding_ack_stays")
                .get("sql_mode"));
        work.admin().execute("DROP TRIGGER finding_ack_stays");
        try {
            work.admin()
                    .update(
                            "UPDATE finding_ack SET due_on = ? WHERE finding_id <= ?",
                            work.today().minusDays(1),
                            findings);
            look.run();
        } finally {
            work.schemas().database().execute(work.schemas().suite(), "SET SESSION sql_mode = '" + mode + "'", trigger);
        }
    }

    @Test
    void metrics_are_counts_of_what_its_login_may_read() {
        request();
        work.admin().update("UPDATE subject_request SET received_on = received_on - INTERVAL 1 YEAR");
        Answer figures = as(PersonRole.METRICS).run("metrics --runs-only");
        assertThat(figures.exit()).as(figures.err()).isZero();
        assertThat(figures.out()).contains("gallra_requests_overdue 1.0").doesNotContain("gallra_due_records");
        assertThat(as(PersonRole.METRICS).run("metrics").exit())
                .as("the control")
                .isEqualTo(10);
    }
}
