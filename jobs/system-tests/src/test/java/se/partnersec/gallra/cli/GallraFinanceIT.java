package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import tools.jackson.databind.json.JsonMapper;

/** Commands of finance and of requests, after the demonstration. */
@Tag("once")
@Tag("full")
class GallraFinanceIT extends NewUser {
    GallraFinanceIT() {
        super("a new user at the services", true);
    }

    @BeforeAll
    void begin_after_the_demonstration() {
        demo();
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
        assertThat(asked.out())
                .contains("asks to release " + id + ", which stays in force until another person has approved");
        String approval = asked.out().replaceFirst("(?s)(A-\\d+).*", "$1");
        assertThat(gallra.run("holds list --plain").out()).contains(id, "release asked for, " + approval);
        assertThat(gallra.run("approvals list --lang sv").out()).contains(approval, "hävning av " + id, "settled");
        assertThat(gallra.run("holds", "release", id, "--reason", "settled").err())
                .contains("is asked for already", "gallra approvals approve " + approval);
        Answer own = gallra.run("approvals", "approve", approval);
        assertThat(own.exit()).isEqualTo(2);
        assertThat(own.err()).contains("another person must approve it");
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
                .containsExactly(
                        "run-histories 0",
                        "plan-keys 0",
                        "findings 0",
                        "finding-acks 0",
                        "notices 0",
                        "audit 0",
                        "holds 0",
                        "requests 0",
                        "approvals 0");
        Answer bare = gallra.run("runs prune --yes");
        assertThat(bare.exit()).isEqualTo(2);
        assertThat(bare.err()).contains("--yes needs --export DIR");
        Answer pruned = gallra.run("runs", "prune", "--export", home.toString(), "--yes", "--lang", "sv");
        assertThat(pruned.exit()).as(pruned.err()).isZero();
        assertThat(pruned.out()).contains("Ingenting är äldre än sin tid");
    }

    @Test
    @Order(6)
    void writes_reports_for_their_owner_and_never_over_a_file() throws Exception {
        Path holds = home.resolve("spärrar.xlsx");
        Files.deleteIfExists(holds);
        Answer written = gallra.run("report", "holds", "-o", holds.toString(), "--lang", "sv");
        assertThat(written.exit()).as(written.err()).isZero();
        assertThat(written.out())
                .matches("(?s)Skrev .*spärrar\\.xlsx: \\d+ rader, per [0-9-]{10} [0-9:]{5} UTC[+][12]\\R"
                        + "  SHA-256 för filen [0-9a-f]{64}\\R  SHA-256 för raderna [0-9a-f]{64}\\R");
        assertThat(written.out())
                .as("what sha256sum prints")
                .contains("för filen " + HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(holds))));
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(holds)))
                .isEqualTo("rw-------");
        Answer again = gallra.run("report", "holds", "-o", holds.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is there already", "--force");
        assertThat(gallra.run("report", "holds", "-o", holds.toString(), "--force", "--quiet")
                        .exit())
                .isZero();

        Path erased = home.resolve("erased.csv");
        Answer csv = gallra.run(
                "report", "erasure", "-o", erased.toString(), "--force", "--dialect", "standard", "--lang", "en");
        assertThat(csv.exit()).as(csv.err()).isZero();
        assertThat(Files.readString(erased)).startsWith("category,key,outcome,due,erased_at,run,");
        assertThat(csv.out()).contains(sha256(erased));
        for (String each : List.of("overdue", "backlog", "forecast")) {
            Path file = home.resolve(each + ".json");
            assertThat(gallra.run("report", each, "-o", file.toString(), "--force")
                            .exit())
                    .isZero();
            assertThat(Files.readString(file)).startsWith("{\"schema\":\"gallra.report." + each + "/1\",");
        }
        assertThat(gallra.run("report", "overdue", "-o", "x.doc").err())
                .contains("there is no format 'doc' of a report");
        assertThat(gallra.run("report", "overdue", "--months", "2", "-o", "x.csv")
                        .exit())
                .isEqualTo(2);
        assertThat(gallra.run(
                                "report",
                                "forecast",
                                "--months",
                                "37",
                                "-o",
                                home.resolve("x.csv").toString())
                        .err())
                .contains("--months must lie between 1 and 36, was 37");
        assertThat(gallra.run("report", "overdue", "--all", "-o", "x.csv").exit())
                .isEqualTo(2);
        assertThat(gallra.run("holds upcoming --per year --lang sv").out())
                .contains("Spärrar slutar", "Räkenskapsår (BFL 7:2)", "..");
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
        Answer approved = gallra.run("approvals approve P-1");
        assertThat(approved.exit()).isEqualTo(2);
        assertThat(approved.err()).contains("another person must approve it");
        assertThat(gallra.run("holds permits list --plain --lang sv").cells())
                .anySatisfy(row ->
                        assertThat(row).startsWith("P-1", "8-1").contains("väntar på någon annan än gallra_finance@%"));
        assertThat(gallra.run("approvals list --plain").cells())
                .anySatisfy(row -> assertThat(row)
                        .startsWith("P-1", "permit 8-1 for invoices, fiscal year that ends 2026-12-31, from " + in(400))
                        .endsWith("gallra_finance@%", "å ä ö"));
        assertThat(gallra.run("approvals", "withdraw", "P-1", "--reason", "prov")
                        .out())
                .contains("P-1 for invoices", "is withdrawn; 0 records were erased before");
        assertThat(gallra.run("approvals approve P-1").err()).contains("was withdrawn by gallra_finance@%");
        assertThat(gallra.run("approvals list").out()).doesNotContain("P-1 ");
        assertThat(gallra.run("approvals list --all").out()).contains("P-1    permit 8-1", "withdrawn by");
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
                .contains("Blockeringen " + id + " på 2001:db8::7 är hävd");
        assertThat(gallra.run("fraud find 2001:db8::7 --plain").cells().get(0).get(2))
                .startsWith("lifted ");
        assertThat(gallra.run("fraud find nowhere.example").exit()).isZero();
        Answer late = gallra.run("fraud", "block", "192.0.2.1", "--reason", "x", "--review-by", in(200));
        assertThat(late.err()).contains("the review must be between");
        assertThat(late.exit()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void writes_the_register_and_the_deletion_concept_in_both_languages() throws Exception {
        Answer written = gallra.run(
                "report", "register", "-o", home.resolve("register.csv").toString(), "--force", "--lang", "sv");
        assertThat(written.exit()).as(written.err()).isZero();
        assertThat(Files.readString(home.resolve("register.csv")))
                .contains("Uppgifter;Kategori;Personuppgiftsansvarig;")
                .contains("Inspelade samtal;call-recordings;PartnerSec AB, organisationsnummer inte angivet")
                .contains("Utbildningen på kundtjänst (training)");
        assertThat(gallra.run(
                                "report",
                                "register",
                                "-o",
                                home.resolve("register.json").toString(),
                                "--force",
                                "--lang",
                                "en")
                        .exit())
                .isZero();
        assertThat(Files.readString(home.resolve("register.json"))).contains("IP logs", "visitors and users");
        Answer concept = gallra.run(
                "report",
                "deletion-concept",
                "-o",
                home.resolve("concept.csv").toString(),
                "--dialect",
                "standard",
                "--force",
                "--lang",
                "en");
        assertThat(concept.exit()).as(concept.err()).isZero();
        assertThat(Files.readAllLines(home.resolve("concept.csv")))
                .anyMatch(line -> line.startsWith("Chats,chat-logs,") && line.contains("60 days after closing"))
                .anyMatch(line -> line.startsWith("Web visits,") && line.endsWith("NO_PERIOD"));
        assertThat(gallra.run("report", "nothing", "-o", home.resolve("x.csv").toString())
                        .err())
                .contains("there is no report 'nothing'; choose from holds, ", "deletion-concept");
    }

    @Test
    @Order(6)
    void notes_answers_to_notices_and_alarms_about_late_ones() throws Exception {
        Answer open = gallra.run("notices list --plain");
        assertThat(open.cells()).isNotEmpty().allMatch(row -> row.get(2).equals("training"));
        String id = open.cells().get(0).get(0);
        assertThat(gallra.run("notices", "ack", id).out()).contains("Notices recorded as answered: 1.");
        assertThat(gallra.run("notices", "ack", id).err()).contains("1 were answered before");
        Answer unknown = gallra.run("notices", "ack", id, "4711");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("no notice has 1 of these numbers, such as 4711; nothing was recorded");
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
        Path answered = home.resolve("answered.csv");
        Answer exported = gallra.run(
                "report", "notices", "--copy", "training", "-o", answered.toString(), "--force", "--lang", "sv");
        assertThat(exported.exit()).as(exported.err()).isZero();
        List<String> lines = Files.readAllLines(answered);
        assertThat(lines).hasSizeGreaterThan(1).allMatch(line -> line.contains("training") || line.contains("Kopia"));
        Files.writeString(home.resolve("bad.csv"), lines.get(0) + "\nnone;x\n");
        Answer bad =
                gallra.run("notices", "ack", "--file", home.resolve("bad.csv").toString());
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.err()).contains("bad.csv:2: 'none' is no number of a notice; nothing was recorded");
        Answer unanswered = gallra.run("notices", "ack", "--file", answered.toString());
        assertThat(unanswered.exit()).as("the list as it was exported").isEqualTo(2);
        assertThat(unanswered.err()).contains("no row has a day in the column Besvarad");
        for (String none : List.of("NEJ", "2199-01-01")) {
            Files.write(answered, List.of(lines.get(0), lines.get(1) + none, lines.get(2)));
            Answer refused = gallra.run("notices", "ack", "--file", answered.toString());
            assertThat(refused.exit()).as("a refusal is no answer").isEqualTo(2);
            assertThat(refused.err()).contains("line 2: the column of answers has \"" + none + "\"");
        }
        Files.write(answered, List.of(lines.get(0), lines.get(1) + "2026-12-01", lines.get(2)));
        Answer other = gallra.run("notices", "ack", "--file", answered.toString(), "--copy", "other");
        assertThat(other.exit()).as("one recipient's answer is not another's").isEqualTo(2);
        assertThat(other.err()).contains("there is no copy 'other'");
        assertThat(gallra.run("notices ack --copy training --up-to-run 9999").exit())
                .as("a run that made no notice")
                .isEqualTo(2);
        assertThat(gallra.run("notices", "ack", "--file", answered.toString()).out())
                .contains("Notices recorded as answered: 1.");
        String newest = gallra.run("notices list --plain --limit 9999").cells().stream()
                .map(row -> row.get(3))
                .max(Comparator.comparing(Long::valueOf))
                .orElseThrow();
        gallra.run("notices ack --copy training --up-to-run " + newest);
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

        Program another = gallra.with("GALLRA_PERSON", "second");
        Answer unknown = another.run("requests decide R-1 --accept");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("--identity-verified");
        Answer own = gallra.run("requests", "decide", "R-1", "--accept", "--identity-verified", "BankID");
        assertThat(own.exit()).isEqualTo(2);
        assertThat(own.err())
                .contains("R-1 was entered by gallra_finance@%", "another person with the role officer must decide it");
        Answer decided = another.run("requests", "decide", "r-1", "--accept", "--identity-verified", "BankID");
        assertThat(decided.exit()).as(decided.err()).isZero();
        assertThat(decided.out())
                .contains("Answer to request R-1", "User data", "Will be erased by our next erasure run");
        String doubt = "all runs are stopped";
        assertThat(decided.err()).as("nothing prevents that run").doesNotContain("promises erasure");
        gallra.run("runs stop --all --reason test");
        assertThat(gallra.run("runs stop --all --reason igen").err())
                .contains("Before this, all runs were stopped by ", ": test. ", "That lifts both stops");
        Answer doubtful = gallra.run("requests answer R-1 --quiet");
        assertThat(doubtful.err()).contains("The answer promises erasure", doubt);
        assertThat(doubtful.out()).as("what the person may get").doesNotContain(doubt);
        gallra.run("runs resume --all --reason test");
        assertThat(gallra.run("run --all").exit()).isZero();

        Answer answer = gallra.run("requests answer R-1 --lang sv");
        assertThat(answer.out())
                .contains("Svar på begäran R-1", "Raderade", "imy.se")
                .doesNotContain("asa.ny", "vid nästa körning");
        assertThat(answer.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(gallra.run("requests show R-1").out()).contains("Granted ", "identity: BankID", "erased");
        assertThat(gallra.run("requests", "answer", "R-1", "--sent", in(0)).out())
                .contains("R-1 is answered");
        assertThat(gallra.run("requests list").out()).isEmpty();

        execute(
                "INSERT INTO partnersec.user_account (id, customer_id, user_name, full_name, email, phone) SELECT 990002,"
                        + " customer_id, 'bo.ny', 'Bo Ny', 'bo.ny@exempel.se', '+46701740698' FROM partnersec.contract"
                        + " WHERE end_on IS NULL LIMIT 1");
        execute("INSERT INTO partnersec.ip_log (seen_at, user_id, service, address)"
                + " VALUES (NULL, 990002, 'mail', '192.0.2.2')");
        gallra.run("requests add --type erasure --user bo.ny");
        another.run("requests", "decide", "R-2", "--accept", "--identity-verified", "BankID");
        Answer unsettled = gallra.run("requests", "answer", "R-2", "--sent", in(0));
        assertThat(unsettled.exit())
                .as("the letter says that it is being reviewed")
                .isEqualTo(8);
        assertThat(unsettled.err()).contains("R-2 stays open: records under review: ");
        execute("DELETE FROM partnersec.ip_log WHERE user_id = 990002");
    }

    @Test
    @Order(6)
    void asks_somebody_else_before_a_fiscal_year_ends_earlier() {
        String start = LocalDate.now(Clock.systemUTC()).getYear() + "-01-01";
        String end = start.replace("-01-01", "-12-31");
        String early = start.replace("-01-01", "-06-30");
        Answer bare = gallra.run("holds", "years", "add", start + ".." + early);
        assertThat(bare.exit()).isEqualTo(2);
        assertThat(bare.err()).contains("would be in no fiscal year", "needs two people", "--reason TEXT");
        Answer asked = gallra.run("holds", "years", "add", start + ".." + early, "--reason", "omläggning");
        assertThat(asked.exit()).as(asked.err()).isZero();
        String id = asked.out().replaceFirst("(?s)(A-\\d+).*", "$1");
        assertThat(asked.out()).contains(" is to end " + early, "no effect yet", "gallra approvals approve " + id);
        assertThat(gallra.run("holds years list").out()).contains(end).doesNotContain(early);
        assertThat(gallra.run("approvals list").out())
                .contains("fiscal year " + start + ".." + early + " instead of " + start + ".." + end);
        assertThat(gallra.run("approvals approve " + id).err()).contains("another person must approve it");
        Program another = gallra.with("GALLRA_PERSON", "second");
        assertThat(another.run("approvals approve " + id).out())
                .contains(id + " is approved: fiscal year " + start + ".." + early + " counts");
        assertThat(gallra.run("holds years list").out()).contains(early);
        assertThat(gallra.run("approvals list --all").out())
                .contains(
                        "fiscal year " + start + ".." + early + ": kept through", "approved by gallra_second@%, done");
        Answer longer = gallra.run("holds", "years", "add", start + ".." + end);
        assertThat(longer.out()).contains("Fiscal year " + start + ".." + end + " is recorded");
        assertThat(gallra.run("holds years list").out()).containsPattern(start + " +" + end + " +\\S+ +" + early);
    }

    @Test
    void takes_the_books_in_once_and_finds_what_was_planted_in_them() throws Exception {
        Path sound = home.resolve("bok.se");
        Path planted = home.resolve("planterad bok.se");
        assertThat(gallra.run("demo", "books", sound.toString()).out()).contains("vouchers to " + sound);
        assertThat(gallra.run("holds reconcile").exit()).isEqualTo(10);

        assertThat(gallra.run("holds", "import", "--sie", sound.toString(), "--dry-run")
                        .exit())
                .isZero();
        Answer taken = gallra.run("holds", "import", "--sie", sound.toString());
        assertThat(taken.exit()).as(taken.err()).isZero();
        assertThat(taken.out()).contains("Imported bok.se   Påhittade Tele & Moln i Åmål AB (999900-0000)");
        Answer again = gallra.run("holds", "import", "--sie", sound.toString(), "--lang", "sv");
        assertThat(again.out()).contains("Filen lästes in ", "så ingenting ändrades");
        assertThat(again.exit()).isZero();
        Answer equal = gallra.run("holds reconcile");
        assertThat(equal.out()).contains("Billing and the books agree.");
        assertThat(equal.exit()).isZero();
        assertThat(equal.err()).contains("No comparison has been signed yet");
        Answer signed = gallra.run("holds", "reconcile", "--sign-off", "--note", "Sett å ä ö");
        assertThat(signed.exit()).as(signed.err()).isZero();
        assertThat(signed.err()).as("asked for just now").doesNotContain("No comparison has been signed yet");
        String id = signed.out().replaceFirst("(?s).*(A-\\d+): another person must approve.*", "$1");
        assertThat(gallra.run("approvals approve " + id).err()).contains("another person must approve it");
        Answer approved = gallra.with("GALLRA_PERSON", "second").run("approvals approve " + id);
        assertThat(approved.exit()).as(approved.err()).isZero();
        assertThat(approved.out()).contains("signed by two people");
        assertThat(gallra.run("holds reconcile").err())
                .contains(
                        "Signed off, " + id + ", by gallra_finance@% and gallra_second@%",
                        "(differences: 0): Sett å ä ö");

        String later = gallra.run("holds", "reconcile", "--sign-off", "--note", "Igen")
                .out()
                .replaceFirst("(?s).*(A-\\d+): another person must approve.*", "$1");
        gallra.run("demo", "books", planted.toString(), "--planted");
        assertThat(gallra.run("holds", "import", "--sie", planted.toString(), "--plain")
                        .cells())
                .singleElement()
                .satisfies(cells -> assertThat(cells.subList(1, 5)).isEqualTo(List.of("2", "1", cells.get(3), "2")));
        Answer older = gallra.run("holds", "import", "--sie", sound.toString());
        assertThat(older.exit()).as("its vouchers would not come back").isEqualTo(2);
        assertThat(older.err()).contains("bok.se was imported before planterad bok.se, which is newer");
        Answer changed = gallra.with("GALLRA_PERSON", "second").run("approvals approve " + later);
        assertThat(changed.exit()).as("nobody signs what they did not see").isEqualTo(8);
        assertThat(changed.err()).contains(later + " cannot be approved", "(differences: 0 then, ");
        Answer differs = gallra.run("holds reconcile --plain");
        assertThat(differs.out()).containsPattern("on record, missing from the newest file\t[0-9.-]+: [12]\t");
        assertThat(differs.exit()).isEqualTo(10);
        assertThat(differs.err()).contains("CHANGED SINCE the sign-off, " + id);
        String voucher = differs.out().replaceFirst("(?s).*the sum differs\t(A \\d+)\t.*", "$1");
        String day = differs.out().replaceFirst("(?s).*the sum differs\tA \\d+\t[^\t]*\t([0-9-]{10}).*", "$1");
        Answer kept = gallra.run("holds", "find", "--voucher", voucher, "--year", day, "--lang", "sv");
        assertThat(kept.exit()).as(kept.err()).isZero();
        assertThat(kept.out().replaceAll("\\s+", " "))
                .contains("Svar Verifikation " + voucher + " (räkenskapsår ")
                .contains(" enligt bokföringslagen 7 kap. 2 §.")
                .containsPattern("[Ff]aktura \\d+ \\(F\\d+\\)");
        assertThat(gallra.run("holds find --voucher A1").exit()).isEqualTo(2);
        assertThat(gallra.run("holds find").exit()).isEqualTo(2);
        assertThat(differs.out()).contains("the sum differs\tA ", "missing in billing\tA ");
        Path saved = home.resolve("avstämning.csv");
        Answer report = gallra.run("report", "reconciliation", "-o", saved.toString(), "--force", "--lang", "sv");
        assertThat(report.exit()).as(report.err()).isZero();
        assertThat(Files.readString(saved))
                .contains("Skillnad;", "summan skiljer sig;", "saknas i faktureringen;", "seriens summa;")
                .contains(";Differens, kr;");
        report = gallra.run("report", "reconciliation", "--format", "json", "-o", saved.toString(), "--force");
        assertThat(report.exit()).as(report.err()).isZero();
        assertThat(new JsonMapper().readTree(saved).get("rows"))
                .filteredOn(row -> row.get("difference").asString().equals("SUM_DIFFERS"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("difference_amount").decimalValue())
                        .isNotZero()
                        .isEqualByComparingTo(row.get("booked")
                                .decimalValue()
                                .subtract(row.get("billed").decimalValue())));
        assertThat(gallra.run("report", "reconciliation", "--category", "ip-logs", "-o", saved.toString())
                        .exit())
                .isEqualTo(2);
        Answer bad = gallra.run("holds", "import", "--sie", "../../job-config/policy.yml");
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.err()).contains("policy.yml:1: this is not a SIE file");
    }

    private static String sha256(Path file) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** As requests write a key; and what a plan finds late on another day is no alarm of today. */
    @Test
    void finds_a_user_by_key_and_alarms_of_no_day_to_come() {
        String found = gallra.run("holds find --user id:13 --lang en").out();
        assertThat(found).isEqualTo(gallra.run("holds find --user 13 --lang en").out());
        assertThat(found).doesNotContain("Nobody");
        String far = LocalDate.now(ZoneId.of("Europe/Stockholm")).plusYears(1).toString();
        Answer then = gallra.run("plan", "ip-logs", "--no-save", "--as-of", far);
        assertThat(then.out())
                .containsPattern("On that day, without a run before it, [\\d ]+ records without a hold are overdue")
                .doesNotContain("ALARM", "ARE KEPT PAST");
        assertThat(gallra.run("holds find --record ip-logs:999999 --lang en")
                        .out()
                        .replaceAll("\\s+", " "))
                .contains("gallra explain shows whether it was erased");
    }
}
