package se.partnersec.gallra.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.GallraTest.Share;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestTagKey;
import se.partnersec.gallra.testing.Workplace;

/** Figures of a company that has something of everything, collected as the program does it, under the shipped accounts. */
@GallraTest(chunk = 3, share = Share.CLASS_IN_SEQUENCE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("full")
class MetricCollectorIT {
    /** Names of categories, parts and looks; codes; versions and fingerprints. Nobody's name looks like that. */
    private static final Pattern HARMLESS =
            Pattern.compile("[a-z]+(-[a-z]+)*|[A-Z]+(_[A-Z]+)*|[0-9]{4}-[0-9]{2}|[0-9a-f]{64}");

    private static final Pattern LABEL = Pattern.compile("[a-z]+=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path home;

    private final Workplace work;
    private final Map<String, String> environment = new HashMap<>();
    private String sample = "";

    MetricCollectorIT(Workplace work) {
        this.work = work;
    }

    @BeforeAll
    void company() throws IOException {
        LocalDate today = work.today();
        work.change("sources.yml", text -> text.replace("books:\n  table:", "books:\n  max-age-hours: 24\n  table:"));
        work.insert("customer", "id, customer_no, org_no, name", 1, "K-1", "559900-0001", "Kanariefågel AB");
        for (long user = 1; user <= 2; user++) {
            work.insert(
                    "user_account",
                    "id, customer_id, user_name, full_name, email, phone",
                    user,
                    1,
                    "kanariegul" + user,
                    "Kanarie Fågelsång",
                    "kanarie" + user + "@fagelbur.example",
                    "+4670174060" + user);
        }
        for (long id = 1; id <= 4; id++) {
            Scene.IPS.put(work, Spec.of(id, today.minusDays(400)));
        }
        Scene.IPS.put(work, Spec.of(5, null));
        work.run(CategoryIds.IP_LOGS, today);
        Audits.census(work);
        environment.putAll(Map.of(
                "GALLRA_HOME", home.toString(),
                "GALLRA_CONFIG", work.configFolder().toString(),
                "GALLRA_DB_URL", work.settings().url().jdbc(),
                "GALLRA_TAG_KEY", TestTagKey.HEX,
                "GALLRA_SEAL_KEY_FILE", home.resolve("seal.key").toString(),
                "GALLRA_SEAL_DIR", home.resolve("seals").toString()));
        Files.createDirectories(home.resolve("seals"));
        BucketSettings bucket = Objects.requireNonNull(work.settings().bucket());
        environment.put("GALLRA_S3_BUCKET", bucket.bucket());
        environment.put("GALLRA_S3_REGION", bucket.region());
        environment.put("GALLRA_S3_ENDPOINT", Objects.requireNonNull(bucket.endpoint()));
        environment.put("GALLRA_S3_ACCESS_KEY", Objects.requireNonNull(bucket.accessKey()));
        environment.put("GALLRA_S3_SECRET_KEY", Objects.requireNonNull(bucket.secretKey()));
        account("GALLRA_DB", DatabaseRole.JOB);
        account("GALLRA_READER", DatabaseRole.READER);
        account("GALLRA_SEALER", DatabaseRole.SEALER);
        account("GALLRA_FINANCE", DatabaseRole.FINANCE);
        assertThat(gallra().run("ledger", "keygen", home.resolve("seal.key").toString())
                        .exit())
                .isZero();
        assertThat(gallra().run("ledger seal").exit()).isZero();
        // Of these one is late, one due today, one held.
        Scene.IPS.put(work, Spec.of(11, today.minusDays(190)));
        Scene.IPS.put(work, Spec.of(12, Scene.IPS.firstDue(today)));
        Scene.IPS.put(work, Spec.of(13, today.minusDays(190)).user(2));
        hold(ScopeType.USER, "kanariegul2");
        atWork();
        books(today);
    }

    private void hold(ScopeType kind, String key) {
        work.holdService()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(kind, key),
                        null,
                        work.today().plusDays(10),
                        null,
                        null,
                        "tvist med Kanarie"));
    }

    /** A run of recordings in the middle: two of four candidates are in the ledger. */
    private void atWork() {
        work.admin().update("DELETE FROM lease WHERE category = 'chat-logs'");
        work.admin()
                .update("INSERT INTO lease (category, token, holder, taken_at) VALUES ('chat-logs', 7, 'host-of-kanarie"
                        + " pid 7', UTC_TIMESTAMP(6))");
        work.admin()
                .update("INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before,"
                        + " candidates, opened_at) VALUES (90001, 0, 'chat-logs', 1, CURRENT_DATE, 'p', CURRENT_DATE, 4,"
                        + " UTC_TIMESTAMP(6))");
        work.admin()
                .update(
                        "INSERT INTO ledger_chunk (category, part, seq, run_id, kind, attempt, written_at, policy, token,"
                                + " hold_epoch, counts, items, prev_hash, hash) VALUES ('chat-logs', 0, 1, 90001, 'C', 'a', UTC_TIMESTAMP(6)"
                                + " - INTERVAL 2 HOUR, 'p', 7, 1, 'HELD=2', '', REPEAT(0, 32), REPEAT(0, 32))");
    }

    private void beat() {
        work.admin()
                .update("REPLACE INTO heartbeat (category, token, beat_at) VALUES ('chat-logs', 7, UTC_TIMESTAMP(6))");
    }

    /** An invoice that no voucher of the books has. */
    private void books(LocalDate today) {
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, status, amount_ore",
                5,
                1,
                "2023-10417",
                "1234567897",
                "A",
                1043,
                today,
                today,
                "OPEN",
                125_000);
        work.admin()
                .update("INSERT INTO book_import (sha256, file_name, company, org_no, generated_on, imported_at,"
                        + " imported_by, vouchers, fresh, changed, missing, epoch) VALUES (REPEAT('a', 64), 'kanarie.se', 'Kanarie',"
                        + " '5599000001', NULL, UTC_TIMESTAMP(6) - INTERVAL 3 HOUR, 'kanariegul', 1, 1, 0, 0, 1)");
    }

    private void account(String prefix, DatabaseRole role) {
        DatabaseAccount account = work.settings().account(role);
        environment.put(prefix + "_USER", account.user());
        environment.put(prefix + "_PASSWORD", account.password());
    }

    private Program gallra() {
        return new Program(environment).here();
    }

    private static String value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .findFirst()
                .orElse("absent");
    }

    private static double number(String text, String series) {
        return Double.parseDouble(value(text, series));
    }

    @Test
    @Order(1)
    void collects_under_the_account_that_reads_alone() {
        beat();
        Map<String, String> alone = new HashMap<>(environment);
        for (String prefix : List.of("GALLRA_DB", "GALLRA_FINANCE", "GALLRA_SEALER")) {
            alone.put(prefix + "_USER", "nobody");
            alone.put(prefix + "_PASSWORD", "wrong");
        }
        Answer answer = new Program(alone).here().run("metrics");
        sample = answer.out();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.exit()).isZero();
    }

    @Test
    @Order(2)
    void says_what_is_due_late_and_held() {
        assertThat(number(sample, "gallra_due_records{category=\"ip-logs\"}")).isEqualTo(2);
        assertThat(number(sample, "gallra_overdue_records{category=\"ip-logs\"}"))
                .isEqualTo(1);
        assertThat(number(sample, "gallra_overdue_held_records{category=\"ip-logs\"}"))
                .isEqualTo(1);
        assertThat(number(sample, "gallra_held_records{category=\"ip-logs\",reason=\"LEGAL_CLAIM\"}"))
                .isEqualTo(1);
        assertThat(number(sample, "gallra_review_records{category=\"ip-logs\"}"))
                .isEqualTo(1);
        assertThat(number(sample, "gallra_findings{category=\"ip-logs\",code=\"MISSING_START_EVENT\"}"))
                .isEqualTo(1);
        double day = 86_400;
        assertThat(number(sample, "gallra_oldest_due_age_seconds{category=\"ip-logs\"}"))
                .as("due %s days ago, since the midnight of that day", dueFor())
                .isBetween(dueFor() * day, (dueFor() + 1) * day + 3_600);
        assertThat(number(sample, "gallra_due_records{category=\"leads\"}")).isZero();
        assertThat(value(sample, "gallra_deadline_seconds{category=\"leads\"}")).isEqualTo("absent");
        assertThat(number(sample, "gallra_deadline_seconds{category=\"ip-logs\"}"))
                .isPositive();
    }

    private long dueFor() {
        return Scene.IPS.firstDue(work.today()).toEpochDay()
                - work.today().minusDays(190).toEpochDay();
    }

    @Test
    @Order(2)
    void says_how_runs_ended_and_what_they_did() {
        assertThat(number(sample, "gallra_run_last_status{category=\"ip-logs\",status=\"DONE\"}"))
                .isEqualTo(1);
        assertThat(number(sample, "gallra_run_last_status{category=\"ip-logs\",status=\"FAILED\"}"))
                .isZero();
        assertThat(number(sample, "gallra_records_total{action=\"delete\",category=\"ip-logs\"}"))
                .isEqualTo(4);
        assertThat(number(sample, "gallra_records_total{action=\"keep\",category=\"ip-logs\"}"))
                .isPositive();
        assertThat(number(sample, "gallra_records_total{action=\"delete\",category=\"leads\"}"))
                .isZero();
        assertThat(number(sample, "gallra_run_last_success_timestamp_seconds{category=\"ip-logs\"}"))
                .isGreaterThan(1.7e9);
        assertThat(value(sample, "gallra_run_last_success_timestamp_seconds{category=\"leads\"}"))
                .isEqualTo("absent");
        assertThat(number(sample, "gallra_guard_refusals_total{category=\"ip-logs\",guard=\"limits\"}"))
                .isZero();
        assertThat(number(sample, "gallra_run_active{category=\"chat-logs\"}")).isEqualTo(1);
        assertThat(number(sample, "gallra_run_progress_ratio{category=\"chat-logs\"}"))
                .isEqualTo(0.5);
        assertThat(number(sample, "gallra_run_active{category=\"ip-logs\"}")).isZero();
        assertThat(value(sample, "gallra_run_progress_ratio{category=\"ip-logs\"}"))
                .isEqualTo("absent");
    }

    @Test
    @Order(2)
    void says_what_speaks_against_ledger_and_books() {
        assertThat(number(sample, "gallra_ledger_intact"))
                .as("the planted row is no row of ours, and it is found")
                .isZero();
        assertThat(number(sample, "gallra_seals_not_exported")).isZero();
        assertThat(number(sample, "gallra_ledger_unsealed_rows")).isEqualTo(1);
        assertThat(number(sample, "gallra_ledger_unsealed_age_seconds")).isBetween(7_200.0, 8_200.0);
        assertThat(number(sample, "gallra_seal_age_seconds")).isBetween(0.0, 1_000.0);
        assertThat(number(sample, "gallra_hold_source_age_seconds")).isBetween(10_800.0, 11_800.0);
        assertThat(number(sample, "gallra_reconcile_differences{kind=\"MISSING_IN_BOOKS\"}"))
                .isEqualTo(1);
        assertThat(number(sample, "gallra_reconcile_differences{kind=\"KEPT_TOO_LONG\"}"))
                .isZero();
        assertThat(number(sample, "gallra_reconcile_signed")).isZero();
        assertThat(number(sample, "gallra_requests_overdue")).isZero();
    }

    @Test
    @Order(2)
    void has_every_metric_of_the_dashboard() {
        assertThat(Monitoring.dashboardMetrics())
                .allSatisfy(metric -> assertThat(sample).containsPattern("(?m)^" + metric + "[ {]"));
    }

    @Test
    @Order(2)
    void names_nobody() {
        assertThat(faulty(sample)).isEmpty();
        assertThat(sample.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("kanarie", "k-1", "559900-0001", "192.0.2", "+46", "2023-10417", "pid 7");
        // Whoever looks must be seen to find.
        assertThat(faulty("gallra_x{category=\"ip-logs\",user=\"kanariegul2\"} 1\ngallra_x{reason=\"Anna E\"} 1"))
                .containsExactly("kanariegul2", "Anna E");
    }

    private static List<String> faulty(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> LABEL.matcher(line).results().map(found -> String.valueOf(found.group(1))))
                .filter(label -> !HARMLESS.matcher(label).matches())
                .filter(label -> !label.matches("unpackaged|[0-9.]+(-SNAPSHOT)?"))
                .toList();
    }

    @Test
    @Order(3)
    void a_category_that_cannot_be_looked_at_hides_no_other_and_ends_with_10() {
        Path file = home.resolve("gallra.prom");
        work.admin().execute("RENAME TABLE " + work.table("web_visit") + " TO " + work.table("web_visit_away"));
        try {
            Answer answer = gallra().run("metrics", "--textfile", file.toString());
            assertThat(answer.exit()).as(answer.err()).isEqualTo(10);
            assertThat(answer.err()).contains("web-visits could not be read and is left out: database error");
            assertThat(file)
                    .content()
                    .contains("gallra_collect_errors{part=\"web-visits\"} 1.0")
                    .contains("gallra_due_records{category=\"ip-logs\"} 2.0")
                    .doesNotContain("gallra_due_records{category=\"web-visits\"}");
        } finally {
            work.admin().execute("RENAME TABLE " + work.table("web_visit_away") + " TO " + work.table("web_visit"));
        }
    }

    @Test
    @Order(4)
    void without_a_database_it_ends_with_4_and_the_old_file_stays() throws IOException {
        Path file = home.resolve("gallra.prom");
        String before = Files.readString(file);
        Answer answer = gallra().with("GALLRA_DB_URL", "jdbc:mysql://127.0.0.1:1/gallra")
                .run("metrics", "--textfile", file.toString());
        assertThat(answer.exit()).as(answer.err()).isEqualTo(4);
        assertThat(file).hasContent(before);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    @Order(5)
    void serves_until_it_is_stopped_and_sees_at_once_what_runs_do() throws Exception {
        Program.Started started = gallra().start("metrics", "--serve", "--port", "0");
        try {
            started.awaitWords("Metrics are at http://127.0.0.1:");
            Matcher address = Pattern.compile("http://\\S+/metrics").matcher(Files.readString(started.err()));
            assertThat(address.find()).isTrue();
            URI uri = URI.create(address.group());
            beat();
            assertThat(number(scrape(uri), "gallra_run_active{category=\"chat-logs\"}"))
                    .isEqualTo(1);
            assertThat(number(scrape(uri), "gallra_records_total{action=\"keep\",category=\"chat-logs\"}"))
                    .isEqualTo(2);
            work.admin().update("UPDATE lease SET holder = NULL WHERE category = 'chat-logs'");
            work.admin()
                    .update("INSERT INTO ledger_chunk (category, part, seq, run_id, kind, attempt, written_at, policy,"
                            + " token, hold_epoch, counts, items, prev_hash, hash) VALUES ('chat-logs', 0, 2, 90001, 'C', 'b',"
                            + " UTC_TIMESTAMP(6), 'p', 7, 1, 'HELD=1 FAILED=1', '', REPEAT(0, 32), REPEAT(0, 32))");
            String later = scrape(uri);
            assertThat(number(later, "gallra_run_active{category=\"chat-logs\"}"))
                    .isZero();
            assertThat(number(later, "gallra_records_total{action=\"keep\",category=\"chat-logs\"}"))
                    .isEqualTo(3);
            assertThat(number(later, "gallra_records_total{action=\"skip\",category=\"chat-logs\"}"))
                    .isEqualTo(1);
            assertThat(number(later, "gallra_due_records{category=\"ip-logs\"}"))
                    .isEqualTo(2);
        } finally {
            started.process().destroy();
        }
        assertThat(started.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(started.process().exitValue()).isZero();
    }

    /** As the pages in job-config/docs/runbook.md say it. */
    @Test
    @Order(6)
    void the_cures_of_a_refusal_a_halt_and_late_records_are_seen() {
        work.admin().update("DELETE FROM ledger_chunk WHERE category = 'chat-logs'");
        work.admin().update("DELETE FROM run_scope WHERE category = 'chat-logs'");
        assertThat(gallra().run("run ip-logs --max-delete 1").exit()).isEqualTo(8);
        String refused = gallra().run("metrics").out();
        assertThat(number(refused, "gallra_guard_refusals_total{category=\"ip-logs\",guard=\"limits\"}"))
                .isEqualTo(1);
        assertThat(number(refused, "gallra_run_last_status{category=\"ip-logs\",status=\"REFUSED\"}"))
                .isEqualTo(1);
        assertThat(number(refused, "gallra_overdue_records{category=\"ip-logs\"}"))
                .isEqualTo(1);

        assertThat(gallra().run("runs stop --all --reason tried").exit()).isZero();
        assertThat(number(gallra().run("metrics").out(), "gallra_runs_halted")).isEqualTo(1);
        assertThat(gallra().run("run ip-logs").exit()).isEqualTo(8);
        assertThat(gallra().run("runs resume --all --reason tried").exit()).isZero();

        Answer run = gallra().run("run ip-logs");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        String cured = gallra().run("metrics").out();
        assertThat(number(cured, "gallra_ledger_intact")).isEqualTo(1);
        assertThat(number(cured, "gallra_runs_halted")).isZero();
        assertThat(number(cured, "gallra_run_last_status{category=\"ip-logs\",status=\"REFUSED\"}"))
                .isZero();
        assertThat(number(cured, "gallra_overdue_records{category=\"ip-logs\"}"))
                .isZero();
        assertThat(number(cured, "gallra_due_records{category=\"ip-logs\"}")).isZero();
        assertThat(number(cured, "gallra_records_total{action=\"delete\",category=\"ip-logs\"}"))
                .isEqualTo(6);
        assertThat(number(cured, "gallra_guard_refusals_total{category=\"ip-logs\",guard=\"limits\"}"))
                .isEqualTo(1);
    }

    private static String scrape(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Objects.requireNonNull(answer.body());
    }
}
