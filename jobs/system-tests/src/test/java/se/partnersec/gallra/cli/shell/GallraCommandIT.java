package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.NewUser;
import se.partnersec.gallra.support.pdf.Judge;
import se.partnersec.gallra.testing.Golden;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.TestTagKey;

/** The first hour of a new user: nothing yet, the demonstration, and what everything looks like after it. */
@Tag("once")
@Tag("core")
class GallraCommandIT extends NewUser {
    GallraCommandIT() {
        super("a new user", false);
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
                .hasSameSizeAs(Categories.registry().names())
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
        "holds-find, holds find --customer K10003 --lang sv",
        "holds-find-en, holds find --customer K10003 --lang en",
        "holds-find-invoice, holds find --invoice 5 --lang sv",
        "holds-find-invoice-en, holds find --invoice 5 --lang en",
        "holds-find-user, holds find --user nils.myrback13 --lang sv",
        "holds-find-nobody, holds find --org-no 5599000001 --lang sv",
        "policy-check, policy check",
        "doctor, doctor",
        "doctor-inventory, doctor --inventory",
        "notices-list, notices list --limit 3",
        "notices-list-sv, notices list --limit 3 --lang sv",
        "findings-list, findings list --limit 3 --sort category",
        "findings-list-sv, findings list --limit 3 --sort category --lang sv",
        "copies, copies",
        "copies-sv, copies --lang sv",
        "dev-status, dev status",
        "status-sv, status --lang sv",
        "plan-sv, plan ip-logs --lang sv",
        "holds-list-sv, holds list --lang sv",
        "runs-list-sv, runs list --limit 3 --lang sv"
    })
    void says_what_was_approved(String name, String typed) {
        Answer answer = gallra.run(typed);

        assertThat(answer.exit()).as(answer.err()).isZero();
        Golden.check(name, answer.out().replace(home.toString(), "HOME"));
    }

    @Test
    @Order(5)
    void finds_the_ledger_intact_lists_the_runs_and_knows_who_said_no() {
        assertThat(gallra.run("ledger verify").out()).contains("The hash chain of the ledger is unbroken");
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
    @Order(10)
    void says_that_a_server_does_not_answer() {
        Program elsewhere = gallra.with("GALLRA_DB_URL", "jdbc:mysql://127.0.0.1:1/gallra")
                .with("GALLRA_DB_USER", "x")
                .with("GALLRA_DB_PASSWORD", "x")
                .with("GALLRA_S3_BUCKET", "nowhere")
                .with("GALLRA_S3_ENDPOINT", "http://127.0.0.1:1")
                .with("GALLRA_S3_ACCESS_KEY", "x")
                .with("GALLRA_S3_SECRET_KEY", "x")
                .with("GALLRA_TAG_KEY", TestTagKey.HEX);

        for (String typed : List.of("run --all", "status", "holds list", "ledger verify", "db migrate", "doctor")) {
            Answer answer = elsewhere.run(typed);
            assertThat(answer.exit()).as(typed + ": " + answer.err()).isEqualTo(4);
            assertThat(answer.out() + answer.err()).as(typed).contains("GALLRA_DB_URL");
        }
        Answer nothing = gallra.with("GALLRA_DB_USER", "x").run("status");
        assertThat(nothing.exit()).isEqualTo(3);
        assertThat(nothing.err()).contains("set without GALLRA_DB_URL");
    }

    /** The tests' own libraries would hide that one is missing in the package. */
    @Test
    @Order(6)
    void has_with_it_what_each_kind_of_file_needs() {
        for (String file : List.of("holds.xlsx", "holds.csv", "holds.json")) {
            Answer written =
                    gallra.run("report", "holds", "-o", home.resolve(file).toString(), "--force");
            assertThat(written.exit()).as(written.err()).isZero();
            assertThat(home.resolve(file)).isNotEmptyFile();
        }
        assertThat(gallra.run("metrics").out()).contains("gallra_due_records");
    }

    @Test
    @Order(6)
    void writes_papers_that_a_judge_accepts_in_both_languages() throws Exception {
        for (String each : List.of("holds", "erasure", "overdue", "backlog", "forecast")) {
            Path file = home.resolve(each + ".pdf");
            Answer written = gallra.run("report", each, "-o", file.toString(), "--force", "--lang", "sv");
            assertThat(written.exit()).as(written.err()).isZero();
            assertThat(written.err()).isEmpty();
            assertThat(Judge.faults(Files.readAllBytes(file))).as(each).isEmpty();
        }
        assertThat(gallra.run("holds census").exit()).isZero();
        for (String language : List.of("en", "sv")) {
            Path file = home.resolve("run-1-" + language + ".pdf");
            Answer issued =
                    gallra.run("certificate", "--run", "1", "-o", file.toString(), "--force", "--lang", language);
            assertThat(issued.exit())
                    .as("neither sealed nor signed: " + issued.err())
                    .isEqualTo(12);
            Golden.check("certificate-" + language, (issued.out() + issued.err()).replace(home.toString(), "HOME"));
            assertThat(Judge.faults(Files.readAllBytes(file))).isEmpty();
            Answer holds = gallra.run(
                    "certificate",
                    "verify",
                    home.resolve("run-1-" + language + ".json").toString(),
                    "--lang",
                    language);
            assertThat(holds.exit()).as(holds.out()).isEqualTo(12);
            Golden.check("certificate-verify-" + language, holds.out());
        }
    }
}
