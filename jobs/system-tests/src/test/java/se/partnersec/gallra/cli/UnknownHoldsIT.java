package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Workplace;

/** A misspelt hold would keep nothing, and nobody would know: it is refused, unless somebody says that it is meant. */
@GallraTest(chunk = 3)
@Tag("full")
class UnknownHoldsIT {
    private final Workplace work;
    private final Path home;
    private final Program gallra;

    UnknownHoldsIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
        this.gallra = Program.at(work, home).here().granted(work, DatabaseRole.FINANCE, DatabaseRole.READER);
    }

    @BeforeEach
    void fill() {
        work.customers(2);
        work.invoice(7, "PAID", work.today().minusYears(1), work.today().minusYears(1), 100);
        work.ipLogs(1, 2, 200, 1L);
        work.ipLogs(3, 1, 20, 1L);
    }

    private Answer add(String option, String key, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "holds",
                "add",
                "--type",
                "dispute",
                option,
                key,
                "--review-by",
                work.today().plusDays(30).toString(),
                "--reason",
                "tvist"));
        words.addAll(Arrays.asList(more));
        return gallra.run(words.toArray(String[]::new));
    }

    private long holds() {
        return work.number("SELECT COUNT(*) FROM hold");
    }

    @ParameterizedTest
    @CsvSource({
        "--customer, K99999, no customer has the key or name 'K99999'",
        "--org-no, 559900-9999, no customer has the key or name '559900-9999'",
        "--user, anna, no user has the key or name 'anna'",
        "--user, 77, no user has the key or name '77'",
        "--invoice, F8, no invoice has the key or name 'F8'",
        "--record, ip-logs:99, there is no record 'ip-logs:99'",
        "--record, iplogs:1, there is no record 'iplogs:1'",
        "--record, chat-logs/messages:5, there is no record 'chat-logs/messages:5'"
    })
    void on_what_nobody_has_is_refused_and_placed_by_who_means_it(String option, String key, String says) {
        Answer refused = add(option, key);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains(says, "Nothing was placed", "--allow-unknown");
        assertThat(holds()).isZero();

        Answer placed = add(option, key, "--allow-unknown");
        assertThat(placed.exit()).as(placed.err()).isZero();
        assertThat(placed.out().lines().skip(1).findFirst().orElse(""))
                .as("the warning comes first")
                .contains("Warning");
        assertThat(holds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--customer, K-1",
        "--customer, k-1",
        "--customer, 1",
        "--org-no, 559900-0002",
        "--user, ANV1",
        "--user, anv2@exempel.se",
        "--invoice, F7",
        "--ocr, 97",
        "--record, ip-logs:3",
        "--category, ip-logs",
        "--object, calls/2026/1.wav"
    })
    void on_what_somebody_has_is_placed(String option, String key) {
        Answer placed = add(option, key);
        assertThat(placed.exit()).as(placed.err()).isZero();
        assertThat(holds()).isEqualTo(1);
    }

    @Test
    void on_a_record_that_the_ledger_knows_is_placed() {
        work.run(CategoryIds.IP_LOGS, work.today());
        assertThat(work.count("ip_log", "id = 1")).isZero();
        assertThat(add("--record", "ip-logs:1").exit()).isZero();
    }

    @Test
    void of_a_file_are_all_named_and_none_placed() throws IOException {
        String day = work.today().plusDays(30).toString();
        Path file = home.resolve("holds.csv");
        Files.writeString(
                file,
                "type,scope,key,category,until,review_by,basis,reason\n"
                        + "dispute,customer,K-1,,," + day + ",,a\n"
                        + "dispute,customer,K-99,,," + day + ",,b\n"
                        + "dispute,user,anv1,,," + day + ",,c\n"
                        + "dispute,user,bo,,," + day + ",,d\n"
                        + "dispute,record,iplogs:1,,," + day + ",,e\n");
        for (String dry : List.of("--dry-run", "--plain")) {
            Answer refused = gallra.run("holds", "import", "--csv", file.toString(), dry);
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .contains(
                            "no customer has the key or name 'K-99'", "no user has the key or name 'bo'", "'iplogs:1'")
                    .doesNotContain("K-1'", "anv1");
            assertThat(holds()).isZero();
        }
        Answer placed = gallra.run("holds", "import", "--csv", file.toString(), "--allow-unknown");
        assertThat(placed.exit()).as(placed.err()).isZero();
        assertThat(holds()).isEqualTo(5);
    }

    @Test
    void a_character_that_nobody_sees_is_refused_in_a_file() throws IOException {
        Path file = home.resolve("holds.csv");
        Files.writeString(
                file,
                "type,scope,key,review_by,reason\ndispute,customer,K-1,"
                        + work.today().plusDays(30) + ",ab\u202ec\n");
        Answer refused = gallra.run("holds", "import", "--csv", file.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("line 2: the reason holds the character \\u202E at position 3");
        assertThat(holds()).isZero();
    }

    /** What comes of it without the refusal: the run takes what the hold was to keep. */
    @Test
    void a_misspelt_hold_keeps_nothing() {
        assertThat(add("--customer", "K-11", "--allow-unknown").exit()).isZero();
        work.run(CategoryIds.IP_LOGS, work.today());
        assertThat(work.count("ip_log", "customer_id = 1")).isEqualTo(1);
    }
}
