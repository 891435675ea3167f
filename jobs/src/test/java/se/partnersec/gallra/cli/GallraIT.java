package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.category.Categories;
import se.partnersec.gallra.demo.DevServers;
import se.partnersec.gallra.paper.Judge;
import se.partnersec.gallra.testing.EmbeddedClasspath;
import se.partnersec.gallra.testing.Golden;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;

/** The real program, typed as a new user types it, on the servers it starts for itself. */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GallraIT {
    private static final Path HOME = Path.of("target", "a new user").toAbsolutePath();

    private final Program gallra = new Program(Map.of(
            "GALLRA_HOME",
            HOME.toString(),
            "GALLRA_CONFIG",
            Path.of("..", "job-config").toAbsolutePath().normalize().toString(),
            "GALLRA_EMBEDDED_CLASSPATH",
            EmbeddedClasspath.get()));

    @BeforeAll
    void begin_with_nothing() throws IOException {
        Files.createDirectories(HOME);
        servers().down();
    }

    @AfterAll
    void leave_nothing_running() {
        servers().down();
    }

    private static DevServers servers() {
        return new DevServers(HOME.resolve(".gallra"), EmbeddedClasspath.get());
    }

    @Test
    @Order(1)
    void first_says_that_there_is_nothing_yet_and_what_to_type() {
        Answer answer = gallra.run("status");

        assertThat(answer.err()).contains("still empty", "gallra demo");
        assertThat(answer.exit()).isEqualTo(3);
    }

    @Test
    @Order(2)
    void demonstrates_itself() {
        Answer answer = gallra.run("demo --rows 400");

        assertThat(answer.exit()).as(answer.err()).isZero();
        Golden.check("demo", answer.out());
        assertThat(answer.err())
                .contains("Inventing about 400 records")
                .doesNotContain("\r", "\u001b", "WARN", "\tat ");
    }

    @Test
    @Order(3)
    void erases_nothing_the_second_time() {
        Answer answer = gallra.run("run --all --plain");

        assertThat(answer.exit()).isZero();
        assertThat(answer.cells())
                .hasSameSizeAs(Categories.all().keySet())
                .allMatch(row -> row.get(3).equals("0"));
        assertThat(gallra.run("demo").err()).contains("holds an earlier demo");
    }

    @ParameterizedTest
    @Order(4)
    @CsvSource({
        "status, status",
        "plan, plan --all",
        "explain-held, explain chat-logs:3",
        "explain-erased, explain call-recordings:2",
        "explain-not-due, explain call-recordings:1",
        "explain-never-seen, explain ip-logs:123456789",
        "runs-show, runs show 1",
        "holds-list, holds list",
        "holds-find, holds find --customer K10003",
        "holds-find-en, holds find --customer K10003 --lang en",
        "holds-find-invoice, holds find --invoice 5",
        "holds-find-invoice-en, holds find --invoice 5 --lang en",
        "holds-find-user, holds find --user nils.myrback13",
        "holds-find-nobody, holds find --org-no 5599000001",
        "policy-check, policy check",
        "doctor, doctor",
        "doctor-inventory, doctor --inventory",
        "notices-list, notices list --limit 3",
        "notices-list-sv, notices list --limit 3 --lang sv",
        "horizon, horizon",
        "horizon-sv, horizon --lang sv",
        "dev-status, dev status",
        "status-sv, status --lang sv",
        "plan-sv, plan ip-logs --lang sv",
        "holds-list-sv, holds list --lang sv",
        "runs-list-sv, runs list --limit 3 --lang sv"
    })
    void says_what_was_approved(String name, String typed) {
        Answer answer = gallra.run(typed);

        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.out().lines()).allMatch(line -> line.length() <= 140);
        Golden.check(name, answer.out().replace(HOME.toString(), "HOME"));
    }

    @Test
    @Order(5)
    void finds_the_ledger_intact_lists_the_runs_and_knows_who_said_no() {
        assertThat(gallra.run("ledger verify").out()).contains("The ledger is intact");
        assertThat(gallra.run("runs list --plain --category ip-logs").cells())
                .isNotEmpty()
                .allMatch(row -> row.get(1).equals("ip-logs"));
        assertThat(gallra.run("runs show 4711").exit()).isEqualTo(2);
        Answer suppressed = gallra.run("suppressed Fredrik.Granstrom5@exempel.se");
        assertThat(suppressed.out()).contains("Suppressed in newsletter since");
        assertThat(suppressed.exit()).isEqualTo(10);
        assertThat(gallra.run("suppressed anna.ekgren0@exempel.se").exit()).isZero();
        assertThat(gallra.run("users inactive --plain").cells())
                .extracting(row -> row.subList(0, 2))
                .containsExactly(
                        List.of("user-data:15", "5"),
                        List.of("user-data:30", "10"),
                        List.of("user-data:45", "15"),
                        List.of("user-data:60", "20"));
        assertThat(gallra.run("holds years --plain").cells())
                .contains(
                        List.of("2016-05-01", "2017-04-30", "2024-12-31"),
                        List.of("2026-01-01", "2026-12-31", "2033-12-31"));
    }

    @Test
    @Order(6)
    void places_finds_and_releases_a_hold() {
        Answer placed = gallra.run(
                "holds",
                "add",
                "--type",
                "dispute",
                "--customer",
                "K10002",
                "--review-by",
                in(30),
                "--reason",
                "å ä ö");
        assertThat(placed.exit()).as(placed.err()).isZero();
        assertThat(placed.out()).contains("customer K10002", "call-recordings", "still there and kept");
        String id = placed.out().replaceFirst("(?s).*?(H-\\d+).*", "$1");

        assertThat(gallra.run("holds find --customer K10002").out()).contains(id);
        Answer asked = gallra.run("holds", "release", id, "--reason", "settled");
        assertThat(asked.exit()).as(asked.err()).isZero();
        assertThat(asked.out()).contains("asks that " + id + " be released, and has no effect yet");
        String approval = asked.out().replaceFirst("(?s)(A-\\d+).*", "$1");
        assertThat(gallra.run("holds list --plain").out()).contains(id, "release asked for, " + approval);
        assertThat(gallra.run("approvals list --lang sv").out()).contains(approval, "hävning av " + id, "settled");
        assertThat(gallra.run("holds", "release", id, "--reason", "settled").err())
                .contains("is asked for already", "gallra approvals approve " + approval);
        Answer own = gallra.run("approvals", "approve", approval);
        assertThat(own.exit()).isEqualTo(2);
        assertThat(own.err()).contains("somebody else must approve it");
        assertThat(gallra.run("holds list").out()).contains(id + " ");
        Program another = gallra.with("GALLRA_PERSON", "second");
        assertThat(another.run("approvals", "approve", approval).out())
                .contains(approval + " is approved: " + id + " is released");
        assertThat(gallra.run("holds list").out()).doesNotContain(id + " ");
        assertThat(gallra.run("approvals list --all").out()).contains("approved by gallra_second@%, done");
        assertThat(gallra.run("approvals", "withdraw", approval, "--reason", "ångrat")
                        .err())
                .contains("approved already, by gallra_second@%", id + " is released");
        Answer again = gallra.run("holds", "release", id, "--reason", "settled");
        assertThat(again.err()).contains("released already");
        assertThat(again.exit()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void tells_what_of_its_own_notes_is_past_its_time_and_removes_nothing_that_is_not() {
        Answer told = gallra.run("runs prune --plain");
        assertThat(told.exit()).as(told.err()).isZero();
        assertThat(told.cells())
                .extracting(cells -> cells.get(0) + " " + cells.get(1))
                .containsExactly("run-histories 0", "plan-keys 0", "findings 0", "notices 0", "audit 0");
        Answer bare = gallra.run("runs prune --yes");
        assertThat(bare.exit()).isEqualTo(2);
        assertThat(bare.err()).contains("--yes needs --export DIR");
        Answer pruned = gallra.run("runs", "prune", "--export", HOME.toString(), "--yes", "--lang", "sv");
        assertThat(pruned.exit()).as(pruned.err()).isZero();
        assertThat(pruned.out()).contains("Ingenting är äldre än sin tid");
    }

    @Test
    @Order(6)
    void writes_reports_for_their_owner_and_never_over_a_file() throws Exception {
        Path holds = HOME.resolve("spärrar.xlsx");
        Files.deleteIfExists(holds);
        Answer written = gallra.run("report", "holds", "-o", holds.toString(), "--lang", "sv");
        assertThat(written.exit()).as(written.err()).isZero();
        assertThat(written.out())
                .matches("(?s)Skrev .*spärrar\\.xlsx: \\d+ rader, per [0-9-]{10} [0-9:]{5}, SHA-256 [0-9a-f]{64}\\R");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(holds)))
                .isEqualTo("rw-------");
        Answer again = gallra.run("report", "holds", "-o", holds.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is there already", "--force");
        assertThat(gallra.run("report", "holds", "-o", holds.toString(), "--force", "--quiet")
                        .exit())
                .isZero();

        Path erased = HOME.resolve("erased.csv");
        Answer csv = gallra.run(
                "report", "erasure", "-o", erased.toString(), "--force", "--dialect", "standard", "--lang", "en");
        assertThat(csv.exit()).as(csv.err()).isZero();
        assertThat(Files.readString(erased)).startsWith("category,key,outcome,due,erased_at,run,");
        assertThat(csv.out()).contains(sha256(erased));
        for (String each : List.of("overdue", "backlog", "forecast")) {
            Path file = HOME.resolve(each + ".json");
            assertThat(gallra.run("report", each, "-o", file.toString(), "--force")
                            .exit())
                    .isZero();
            assertThat(Files.readString(file)).startsWith("{\"schema\":\"gallra.report." + each + "/1\",");
        }
        assertThat(gallra.run("report", "overdue", "-o", "x.doc").err()).contains("'doc' is no form of a report");
        assertThat(gallra.run("report", "overdue", "--months", "2", "-o", "x.csv")
                        .exit())
                .isEqualTo(2);
        assertThat(gallra.run(
                                "report",
                                "forecast",
                                "--months",
                                "37",
                                "-o",
                                HOME.resolve("x.csv").toString())
                        .err())
                .contains("--months must lie between 1 and 36, was 37");
        assertThat(gallra.run("report", "overdue", "--all", "-o", "x.csv").exit())
                .isEqualTo(2);
        assertThat(gallra.run("holds upcoming --per year --lang sv").out())
                .contains("Spärrar slutar", "Räkenskapsår (BFL 7:2)", "..");
    }

    @Test
    @Order(6)
    void writes_papers_that_a_judge_accepts_in_both_languages() throws Exception {
        for (String each : List.of("holds", "erasure", "overdue", "backlog", "forecast")) {
            Path file = HOME.resolve(each + ".pdf");
            Answer written = gallra.run("report", each, "-o", file.toString(), "--force", "--lang", "sv");
            assertThat(written.exit()).as(written.err()).isZero();
            assertThat(written.err()).isEmpty();
            assertThat(Judge.faults(Files.readAllBytes(file))).as(each).isEmpty();
        }
        for (String language : List.of("en", "sv")) {
            Path file = HOME.resolve("run-1-" + language + ".pdf");
            Answer issued =
                    gallra.run("certificate", "--run", "1", "-o", file.toString(), "--force", "--lang", language);
            assertThat(issued.exit()).as(issued.err()).isZero();
            Golden.check("certificate-" + language, (issued.out() + issued.err()).replace(HOME.toString(), "HOME"));
            assertThat(Judge.faults(Files.readAllBytes(file))).isEmpty();
            Answer holds = gallra.run(
                    "certificate",
                    "verify",
                    HOME.resolve("run-1-" + language + ".json").toString(),
                    "--lang",
                    language);
            assertThat(holds.exit()).as(holds.out()).isZero();
            Golden.check("certificate-verify-" + language, holds.out());
        }
    }

    private static String sha256(Path file) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    @Order(6)
    void enters_a_permit_that_somebody_else_has_to_approve() {
        assertThat(gallra.run("holds permits list").err())
                .contains("No permit to destroy accounting information early");
        Answer refused = gallra.run(
                "holds",
                "permits",
                "add",
                "--reference",
                "8-1",
                "--record",
                "invoices:0",
                "--from",
                in(0),
                "--reason",
                "x");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no record invoices:0: give the key of its row");

        Answer entered = gallra.run(
                "holds",
                "permits",
                "add",
                "--reference",
                "8-1",
                "--category",
                "invoices",
                "--year",
                "2026-12-31",
                "--from",
                in(400),
                "--reason",
                "å ä ö");
        assertThat(entered.exit()).as(entered.err()).isZero();
        assertThat(entered.out()).contains("P-1 for invoices, fiscal year that ends 2026-12-31 is entered");
        Answer approved = gallra.run("holds permits approve P-1");
        assertThat(approved.exit()).isEqualTo(2);
        assertThat(approved.err()).contains("somebody else of finance must approve it");
        assertThat(gallra.run("holds permits list --plain --lang sv").cells())
                .anySatisfy(row ->
                        assertThat(row).startsWith("P-1", "8-1").contains("väntar på någon annan än gallra_finance@%"));
        assertThat(gallra.run("holds", "permits", "withdraw", "1", "--reason", "prov")
                        .out())
                .contains("P-1 for invoices", "is withdrawn; 0 records had gone already");
        assertThat(gallra.run("holds permits approve P-1").err()).contains("was withdrawn by gallra_finance@%");
    }

    @Test
    @Order(6)
    void blocks_an_address_finds_it_and_lifts_the_block() {
        Answer blocked = gallra.run(
                "fraud",
                "block",
                "2001:DB8:0::7",
                "--reason",
                "Nätfiske å ä ö",
                "--review-by",
                in(90),
                "--until",
                in(30));
        assertThat(blocked.exit()).as(blocked.err()).isZero();
        assertThat(blocked.out()).contains("2001:db8::7 is blocked, as ");
        String id = blocked.out().replaceFirst("(?s).*blocked, as (\\d+).*", "$1");

        Answer found = gallra.run("fraud find 2001:db8::/64 --plain");
        assertThat(found.cells())
                .anySatisfy(row -> assertThat(row)
                        .startsWith(id, "2001:db8::7", "in force until " + in(30), in(90), "0", "Nätfiske å ä ö"));
        assertThat(gallra.run("fraud", "block", "2001:db8::7", "--reason", "x", "--review-by", in(9))
                        .err())
                .contains("blocked already, as " + id);
        assertThat(gallra.run("fraud", "lift", id, "--reason", "Falskt larm", "--lang", "sv")
                        .out())
                .contains("Spärren " + id + " på 2001:db8::7 är hävd");
        assertThat(gallra.run("fraud find 2001:db8::7 --plain").cells().get(0).get(2))
                .startsWith("lifted ");
        assertThat(gallra.run("fraud find nowhere.example").exit()).isZero();
        Answer late = gallra.run("fraud", "block", "192.0.2.1", "--reason", "x", "--review-by", in(200));
        assertThat(late.err()).contains("the review must be between");
        assertThat(late.exit()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void writes_the_register_for_programs_in_both_languages() {
        Answer swedish = gallra.run("policy show --format csv --lang sv");
        assertThat(swedish.exit()).isZero();
        assertThat(swedish.out())
                .startsWith("Kategori,Uppgifter,Ändamål,")
                .contains("call-recordings,Inspelade samtal,", "Utbildningen på kundtjänst (training)", "\r\n");
        assertThat(gallra.run("policy show --format csv --lang en").out().split("\r\n"))
                .hasSize(15)
                .anyMatch(line -> line.startsWith("ip-logs,IP logs,"));
        assertThat(gallra.run("policy show --format xml").exit()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void notes_answers_to_notices_and_alarms_about_late_ones() throws Exception {
        Answer open = gallra.run("notices list --plain");
        assertThat(open.cells()).isNotEmpty().allMatch(row -> row.get(2).equals("training"));
        String id = open.cells().get(0).get(0);
        assertThat(gallra.run("notices", "ack", id).out()).contains("1 notices are noted as answered.");
        assertThat(gallra.run("notices", "ack", id).err()).contains("1 were answered before");
        assertThat(gallra.run("notices list --plain").cells())
                .hasSize(open.cells().size() - 1);
        assertThat(gallra.run("notices list --late").exit()).isZero();
        assertThat(gallra.run("status --check").exit()).isZero();

        execute("UPDATE gallra.notice SET answer_by = '2026-01-31'");
        assertThat(gallra.run("notices list --late").exit()).isEqualTo(10);
        Answer late = gallra.run("status --check");
        assertThat(late.out()).contains("call-recordings: ", "notices of erased records have no answer in time");
        assertThat(late.exit()).isEqualTo(10);

        assertThat(gallra.run("notices ack").exit()).isEqualTo(2);
        assertThat(gallra.run("notices ack --copy training").exit()).isEqualTo(2);
        gallra.run("notices ack --copy training --up-to-run 999");
        assertThat(gallra.run("notices list").err()).contains("No notices.");
        assertThat(gallra.run("status --check").exit()).isZero();
    }

    @Test
    @Order(6)
    void finds_a_table_that_nobody_mapped() throws Exception {
        execute("CREATE TABLE partnersec.bonus (id INT PRIMARY KEY)");
        Answer found = gallra.run("doctor --inventory");
        assertThat(found.out()).contains("table partnersec.bonus is not mapped");
        assertThat(found.exit()).isEqualTo(10);
        execute("DROP TABLE partnersec.bonus");
        assertThat(gallra.run("doctor --inventory").exit()).isZero();
    }

    @Test
    @Order(6)
    void grants_a_request_carries_it_out_and_answers() throws Exception {
        execute(
                "INSERT INTO partnersec.user_account (id, customer_id, user_name, full_name, email, phone) SELECT 990001,"
                        + " customer_id, 'asa.ny', 'Åsa Ny', 'asa.ny@exempel.se', '+46701740699' FROM partnersec.contract"
                        + " WHERE end_on IS NULL LIMIT 1");
        execute("INSERT INTO partnersec.ip_log (seen_at, user_id, service, address)"
                + " VALUES (UTC_TIMESTAMP(), 990001, 'mail', '192.0.2.1')");
        Answer added = gallra.run("requests add --type erasure --user Asa.Ny@exempel.se");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out())
                .contains("R-1 (erasure) is entered; to be answered by ")
                .doesNotContain("anna");
        assertThat(gallra.run("requests list --check --plain").cells().get(0)).contains("R-1", "to be decided");

        Answer unknown = gallra.run("requests decide R-1 --accept");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("--identity-verified");
        Answer decided = gallra.run("requests", "decide", "r-1", "--accept", "--identity-verified", "BankID");
        assertThat(decided.exit()).as(decided.err()).isZero();
        assertThat(decided.out()).contains("Answer to request R-1", "User data", "to be erased by the next run");
        assertThat(gallra.run("run --all").exit()).isZero();

        Answer answer = gallra.run("requests answer R-1 --lang sv");
        assertThat(answer.out())
                .contains("Svar på begäran R-1", "raderade", "imy.se")
                .doesNotContain("asa.ny", "vid nästa körning");
        assertThat(answer.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(gallra.run("requests show R-1").out()).contains("Granted ", "identity: BankID", "erased");
        assertThat(gallra.run("requests", "answer", "R-1", "--sent", in(0)).out())
                .contains("R-1 is answered");
        assertThat(gallra.run("requests list").out()).isEmpty();
    }

    @Test
    void takes_the_books_in_once_and_finds_what_was_planted_in_them() {
        Path sound = HOME.resolve("bok.se");
        Path planted = HOME.resolve("planterad bok.se");
        assertThat(gallra.run("demo", "books", sound.toString()).out()).contains("vouchers to " + sound);
        assertThat(gallra.run("holds reconcile").exit()).isEqualTo(10);

        assertThat(gallra.run("holds", "import", "--sie", sound.toString(), "--dry-run")
                        .exit())
                .isZero();
        Answer taken = gallra.run("holds", "import", "--sie", sound.toString());
        assertThat(taken.exit()).as(taken.err()).isZero();
        assertThat(taken.out()).contains("Imported bok.se   Påhittade Tele & Moln i Åmål AB (999900-0000)");
        Answer again = gallra.run("holds", "import", "--sie", sound.toString(), "--lang", "sv");
        assertThat(again.out()).contains("Just den här filen lästes in tidigare");
        assertThat(again.exit()).isZero();
        Answer equal = gallra.run("holds reconcile");
        assertThat(equal.out()).contains("Billing and the books agree.");
        assertThat(equal.exit()).isZero();
        assertThat(equal.err()).contains("Nobody has signed a comparison yet");
        Answer signed = gallra.run("holds", "reconcile", "--sign-off", "--note", "Sett å ä ö");
        assertThat(signed.exit()).as(signed.err()).isZero();
        assertThat(signed.err()).contains("Signed off, no. 1, by gallra_finance@%", "with 0 differences: Sett å ä ö");
        assertThat(gallra.run("holds reconcile").err()).contains("Signed off, no. 1");

        gallra.run("demo", "books", planted.toString(), "--planted");
        assertThat(gallra.run("holds", "import", "--sie", planted.toString(), "--plain")
                        .cells())
                .singleElement()
                .satisfies(cells -> assertThat(cells.subList(1, 5)).isEqualTo(List.of("2", "1", cells.get(3), "2")));
        Answer differs = gallra.run("holds reconcile --plain");
        assertThat(differs.exit()).isEqualTo(10);
        assertThat(differs.err()).contains("CHANGED SINCE it was signed off, no. 1");
        String voucher = differs.out().replaceFirst("(?s).*the sum differs\t(A \\d+)\t.*", "$1");
        String day = differs.out().replaceFirst("(?s).*the sum differs\tA \\d+\t[^\t]*\t([0-9-]{10}).*", "$1");
        Answer kept = gallra.run("holds", "find", "--voucher", voucher, "--year", day);
        assertThat(kept.exit()).as(kept.err()).isZero();
        assertThat(kept.out().replaceAll("\\s+", " "))
                .contains("Svar Verifikation " + voucher + " (räkenskapsår ")
                .contains(" enligt bokföringslagen 7 kap. 2 §.")
                .contains("faktura ");
        assertThat(gallra.run("holds find --voucher A1").exit()).isEqualTo(2);
        assertThat(gallra.run("holds find").exit()).isEqualTo(2);
        assertThat(differs.out()).contains("the sum differs\tA ", "missing in billing\tA ");
        Answer bad = gallra.run("holds", "import", "--sie", "../job-config/policy.yml");
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.err()).contains("policy.yml:1: this is not a SIE file");
    }

    private static String in(int days) {
        return java.time.LocalDate.now(java.time.ZoneId.of("Europe/Stockholm"))
                .plusDays(days)
                .toString();
    }

    @Test
    @Order(7)
    void alarms_about_what_is_late_until_a_run_has_taken_it() throws Exception {
        execute("INSERT INTO partnersec.ip_log (seen_at, service, address)"
                + " VALUES (UTC_TIMESTAMP() - INTERVAL 200 DAY, 'mail', '192.0.2.1')");

        Answer late = gallra.run("status --check");
        assertThat(late.out()).startsWith("1 RECORDS ARE KEPT PAST THEIR TIME");
        assertThat(late.exit()).isEqualTo(10);

        Answer ran = gallra.run("run ip-logs --plain");
        assertThat(ran.cells().get(0).get(3)).isEqualTo("1");
        assertThat(gallra.run("status --check").exit()).isZero();
    }

    @Test
    @Order(7)
    void plans_approves_and_does_just_that_in_both_languages() throws Exception {
        for (String language : List.of("en", "sv")) {
            execute("INSERT INTO partnersec.ip_log (id, seen_at, service, address) VALUES (900001, '" + in(-175)
                    + " 12:00:00', 'mail', '192.0.2.1'), (900002, '" + in(-174)
                    + " 12:00:00', 'mail', '192.0.2.2')");
            Answer plan = gallra.run("plan ip-logs --lang " + language);
            assertThat(plan.exit()).as(plan.err()).isZero();
            Golden.check("plan-saved-" + language, plan.out());
            String id = plan.out().replaceFirst("(?s).*(p-\\d{8}-\\d{4}(-\\d+)?)\\b.*", "$1");
            assertThat(gallra.run("plans approve " + id).err()).contains("somebody else must approve it");
            Program another = gallra.with("GALLRA_PERSON", "second");
            assertThat(another.run("plans approve " + id + " --lang " + language)
                            .exit())
                    .isZero();
            Golden.check(
                    "plans-show-" + language,
                    gallra.run("plans show " + id + " --lang " + language).out());
            execute("INSERT INTO partnersec.ip_log (id, seen_at, service, address) VALUES (900003, '" + in(-175)
                    + " 12:00:00', 'mail', '192.0.2.3')");
            Answer ran = gallra.run("run --plan " + id + " --lang " + language);
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            String run = ran.out().replaceFirst("(?s).*\\nip-logs +(\\d+) .*", "$1");
            Golden.check("run-plan-" + language, ran.out().replaceAll("\\b" + run + "\\b", "N".repeat(run.length())));
            assertThat(gallra.run("runs show " + run + " --lang " + language).out())
                    .contains("plan: " + id);
            Answer again = gallra.run("run --plan " + id + " --lang " + language);
            assertThat(again.exit()).isEqualTo(8);
            Golden.check(
                    "run-plan-refused-" + language,
                    again.err().replaceAll("\\b" + run + "\\b", "N".repeat(run.length())));
            assertThat(gallra.run("run ip-logs --plain").cells().get(0).get(3)).isEqualTo("1");
        }
        assertThat(gallra.run("plans list --all --plain").cells()).hasSizeGreaterThan(2);
        Answer none = gallra.run("run --plan p-20200101-0000");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("there is no plan p-20200101-0000");
        assertThat(gallra.run("run --plan p-20200101-0000 ip-logs").exit()).isEqualTo(2);
        assertThat(gallra.run("plan ip-logs --no-save").out()).doesNotContain("Saved as");
        assertThat(gallra.run("policy diff ../job-config/policy.yml ../job-config/policy.yml")
                        .out())
                .contains("The rules do not differ.");
    }

    @Test
    @Order(8)
    void stops_after_the_chunk_when_told_to_and_goes_on_later() throws Exception {
        // At noon: an hour before midnight lies on another day where the clocks were changed in between.
        execute("INSERT INTO partnersec.ip_log (seen_at, service, address) VALUES ('" + in(-178) + " 12:00:00', 'mail',"
                + " '192.0.2.1')");
        for (int i = 0; i < 14; i++) {
            execute("INSERT INTO partnersec.ip_log (seen_at, service, address) SELECT seen_at, service, address"
                    + " FROM partnersec.ip_log WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 175 DAY AND customer_id IS NULL"
                    + " AND processor_for IS NULL");
        }
        Answer refused = gallra.run("run ip-logs");
        assertThat(refused.exit()).isEqualTo(8);
        assertThat(refused.out())
                .contains(
                        "REFUSED  ip-logs",
                        "exit 8",
                        "records would go, more than 5 % (",
                        "To let one run do it: gallra");
        assertThat(gallra.run("run ip-logs --lang sv").out())
                .contains("poster skulle gå, mer än 5 % (", "För att tillåta en körning: gallra runs allow ip-logs");
        assertThat(gallra.run("plan ip-logs").out()).contains("ip-logs would not begin: ");
        Answer alarm = gallra.run("status --check");
        assertThat(alarm.out())
                .contains("Nothing is kept past its time.", "ALARM: records of ip-logs must be gone by " + in(2));
        assertThat(alarm.exit()).isEqualTo(10);
        String most = refused.out().replaceFirst("(?s).*--max-delete (\\d+) .*", "$1");
        Answer asked =
                gallra.run("runs", "allow", "ip-logs", "--max-delete", most, "--reason", "En vecka hoppades över");
        assertThat(asked.out()).contains("has no effect yet", "gallra approvals approve A-");
        String number = asked.out().replaceFirst("(?s)(A-\\d+).*", "$1");
        Answer own = gallra.run("approvals", "approve", number);
        assertThat(own.exit()).isEqualTo(2);
        assertThat(own.err()).contains("somebody else must approve it");
        Program another = gallra.with("GALLRA_PERSON", "second");
        assertThat(another.run("approvals", "approve", number).out()).contains(number + " is approved");
        assertThat(gallra.run("approvals list").out())
                .contains(number, "approved by gallra_second@%, until", "En vecka hoppades över");
        assertThat(gallra.run("approvals list --lang sv").out()).contains("godkänt av gallra_second@%, till");
        assertThat(gallra.run("plan ip-logs").out()).contains("ip-logs may go on by " + number);
        assertThat(gallra.run("status --check").exit()).isZero();
        Program.Started run = gallra.with("GALLRA_CHUNK", "10").start("run", "ip-logs");
        run.awaitWords("5% ");

        Answer second = gallra.run("run ip-logs");
        assertThat(second.exit()).as(second.out()).isEqualTo(9);
        assertThat(second.out())
                .contains("already running", "pid " + run.process().pid());

        run.process().destroy();
        Answer stopped = run.await();
        assertThat(stopped.exit()).as(stopped.err()).isEqualTo(7);
        assertThat(stopped.err()).contains("Stopping after the current chunk");
        String id = stopped.out().replaceFirst("(?s).*gallra runs restart (\\d+).*", "$1");

        Answer restarted = gallra.run("runs", "restart", id, "--plain");
        assertThat(restarted.exit()).as(restarted.out() + restarted.err()).isZero();
        assertThat(restarted.cells().get(0).get(2)).contains("resumed");
        assertThat(Long.parseLong(restarted.cells().get(0).get(3))).isGreaterThanOrEqualTo(16_384);
        assertThat(gallra.run("ledger verify").exit()).isZero();
    }

    @Test
    @Order(9)
    void pauses_slows_and_stops_a_run_from_elsewhere() throws Exception {
        execute("INSERT INTO partnersec.ip_log (seen_at, service, address) VALUES (UTC_TIMESTAMP() - INTERVAL 190 DAY,"
                + " 'mail', '192.0.2.1')");
        for (int i = 0; i < 9; i++) {
            execute("INSERT INTO partnersec.ip_log (seen_at, service, address) SELECT seen_at, service, address"
                    + " FROM partnersec.ip_log WHERE seen_at < UTC_TIMESTAMP() - INTERVAL 185 DAY AND customer_id IS NULL"
                    + " AND processor_for IS NULL");
        }
        Program small = gallra.with("GALLRA_CHUNK", "10");
        Program.Started run = small.start("run", "ip-logs", "--rate", "20/s");
        run.awaitWords("ip-logs: run ");
        String id = Files.readString(run.err()).replaceFirst("(?s).*ip-logs: run (\\d+),.*", "$1");
        StringBuilder session = new StringBuilder();
        say(session, 0, id, "runs", "pause", id, "--reason", "month end");
        run.awaitWords("ip-logs paused by gallra_finance ");
        say(session, 0, id, "runs", "pause", id, "--for", "8h", "--reason", "bokslut", "--lang", "sv");
        assertThat(gallra.run("runs show " + id).out()).contains("paused by gallra_finance ", "\"bokslut\", until 20");
        assertThat(gallra.run("runs list --limit 1 --plain").cells().get(0).get(4))
                .isEqualTo("paused by gallra_finance");
        say(session, 0, id, "runs", "set", id, "--rate", "15/s", "--chunk", "5", "--reason", "slow shop");
        say(session, 0, id, "runs", "set", id, "--rate", "none", "--reason", "natt", "--lang", "sv");
        say(session, 0, id, "runs", "set", id, "--rate", "10/s", "--reason", "still slow");
        say(session, 0, id, "runs", "resume", id, "--reason", "books are closed", "--lang", "sv");
        run.awaitWords("ip-logs goes on.");
        say(session, 2, id, "runs", "resume", id, "--reason", "once more");
        say(session, 0, id, "runs", "stop", "--all", "--reason", "holds are missing");
        Answer stopped = run.await();
        assertThat(stopped.exit()).as(stopped.err()).isEqualTo(7);
        session.append(named(id, stopped.out().replaceFirst("(?s).*?\\R(?=STOPPED)", "")))
                .append('\n');
        assertThat(gallra.run("status").out()).contains("All runs were stopped by gallra_finance ");
        say(session, 8, id, "run", "ip-logs");
        say(session, 8, id, "runs", "restart", id, "--lang", "sv");
        say(session, 0, id, "runs", "stop", "--all", "--reason", "spärrar saknas", "--lang", "sv");
        say(session, 0, id, "runs", "go", "--reason", "spärrarna är inlagda", "--lang", "sv");
        say(session, 2, id, "runs", "go", "--reason", "once more");

        Program.Started again = small.start("runs", "restart", id, "--rate", "20/s");
        again.awaitWords("ip-logs: run ");
        gallra.run("runs", "pause", id, "--reason", "month end");
        again.awaitWords("ip-logs paused by gallra_finance ");
        again.process().destroy();
        Answer ended = again.await();
        assertThat(ended.exit()).as(ended.err()).isEqualTo(7);
        assertThat(ended.err()).contains("Stopping after the current chunk");
        say(session, 2, id, "runs", "stop", id, "--reason", "too late");
        say(session, 0, id, "runs", "resume", id, "--reason", "books are closed");
        assertThat(gallra.run("runs", "restart", id, "--plain", "--rate", "none")
                        .exit())
                .isZero();
        Answer shown = gallra.run("runs", "show", id, "--lang", "sv");
        session.append(
                named(id, shown.out().replaceFirst("(?s).*?(?=Order )", "").replaceFirst("(?s)\\R\\RAtt titta.*", "")));
        Golden.check("control", session.toString());
        assertThat(gallra.run("ledger verify").exit()).isZero();
    }

    /** Types it, and adds it with what was answered to the session. */
    private void say(StringBuilder session, int exit, String id, String... typed) {
        Answer answer = gallra.run(typed);
        assertThat(answer.exit()).as(answer.out() + answer.err()).isEqualTo(exit);
        session.append(named(
                id,
                "$ gallra " + String.join(" ", typed) + "\n" + answer.out()
                        + (answer.out().isEmpty() ? answer.err() : "") + "\n"));
    }

    private static String named(String id, String text) {
        return text.replaceAll("(?iu)\\b(run|körning|pause|resume|set|stop|restart) " + id + "\\b", "$1 N");
    }

    @Test
    @Order(9)
    void refuses_a_broken_policy_and_a_drifted_mapping_naming_file_and_line() throws IOException {
        Path config = HOME.resolve("drifted");
        Files.createDirectories(config);
        Path shipped = Path.of("..", "job-config");
        String policy = Files.readString(shipped.resolve("policy.yml"));
        String sources = Files.readString(shipped.resolve("sources.yml"));
        Files.writeString(config.resolve("sources.yml"), sources);
        Files.writeString(config.resolve("policy.yml"), policy.replace("period: P60D", "period: P90D"));
        Program drifted = gallra.with("GALLRA_CONFIG", config.toString());

        for (String typed : List.of("run --all", "policy check", "plan --all", "doctor")) {
            Answer broken = drifted.run(typed);
            assertThat(broken.exit()).as(typed).isEqualTo(3);
            assertThat(broken.out() + broken.err()).containsPattern("policy\\.yml:\\d+: 'period' of\\s+'chat-logs'");
        }

        Files.writeString(config.resolve("policy.yml"), policy);
        Files.writeString(config.resolve("sources.yml"), sources.replace("column: closed_ms", "column: shut_ms"));
        Answer missing = drifted.run("run --all");
        assertThat(missing.exit()).isEqualTo(3);
        assertThat(missing.err())
                .contains("Refused before anything was touched")
                .containsPattern("sources\\.yml:\\d+: .*shut_ms");
        assertThat(drifted.run("plan --all").exit()).isEqualTo(3);
    }

    @Test
    @Order(10)
    void says_that_a_server_does_not_answer() {
        Program elsewhere = gallra.with("GALLRA_DB_URL", "jdbc:mysql://127.0.0.1:1/gallra")
                .with("GALLRA_DB_USER", "x")
                .with("GALLRA_DB_PASSWORD", "x")
                .with("GALLRA_S3_BUCKET", "nowhere")
                .with("GALLRA_S3_ENDPOINT", "http://127.0.0.1:1")
                .with("GALLRA_S3_ACCESS_KEY", "x")
                .with("GALLRA_S3_SECRET_KEY", "x")
                .with("GALLRA_TAG_KEY", "00".repeat(32));

        for (String typed : List.of("run --all", "status", "holds list", "ledger verify", "db migrate", "doctor")) {
            Answer answer = elsewhere.run(typed);
            assertThat(answer.exit()).as(typed + ": " + answer.err()).isEqualTo(4);
            assertThat(answer.out() + answer.err()).as(typed).contains("GALLRA_DB_URL");
        }
        Answer nothing = gallra.with("GALLRA_DB_USER", "x").run("status");
        assertThat(nothing.exit()).isEqualTo(3);
        assertThat(nothing.err()).contains("set without GALLRA_DB_URL");
    }

    private void execute(String sql) throws SQLException, IOException {
        Properties servers = new Properties();
        try (Reader reader = Files.newBufferedReader(HOME.resolve(".gallra").resolve("servers.properties"))) {
            servers.load(reader);
        }
        try (Connection connection = DriverManager.getConnection(
                        servers.getProperty("db.url") + "?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                        servers.getProperty("db.owner.user"),
                        servers.getProperty("db.owner.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
