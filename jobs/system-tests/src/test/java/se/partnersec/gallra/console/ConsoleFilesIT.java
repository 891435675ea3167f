package se.partnersec.gallra.console;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** What people take away from the console, and parts of pages that come later. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleFilesIT {
    private final Workplace work;
    private final Path home;
    private PersonAccounts persons;
    private RunningConsole console;
    private int port;

    ConsoleFilesIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    @BeforeEach
    void start() {
        persons = PersonAccounts.create(work.accounts());
        work.customers(2);
        work.ipLogs(1, 5, 200, 1L);
        work.hold(ScopeType.CUSTOMER, "1");
        work.run(CategoryIds.IP_LOGS, work.today());
        console = RunningConsole.start(work.settings(), home);
        port = console.port();
    }

    @AfterEach
    void stop() {
        console.close();
        persons.close();
    }

    private Browser as(PersonRole role, String language) {
        return console.as(persons.account(role), language);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void a_table_is_downloaded_as_it_is_on_the_page_and_its_name_says_which_and_when() {
        Browser operations = as(PersonRole.OPERATIONS, "en");
        String page = operations.get("/runs?category=ip-logs").body();
        assertThat(page).contains("file=runs.runs").contains("?category=ip-logs&amp;file=runs.runs");
        HttpResponse<String> file = operations.get("/runs?category=ip-logs&file=runs.runs");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(header(file, "Content-Type")).startsWith("text/csv");
        assertThat(header(file, "Content-Disposition"))
                .matches("attachment; filename=\"gallra-runs-runs-category-ip-logs-[0-9]{8}-[0-9]{4}\\.csv\"");
        assertThat(file.body().lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("\uFEFFRun;Category;As of;Began;Ended;Candidates;Erased;Reduced;Kept");
        assertThat(operations.get("/runs?category=chat-logs&file=runs.runs").statusCode())
                .as("nothing is in that table")
                .isEqualTo(404);
        for (String wrong : List.of("runs.nothing", "0-1", "../../etc/passwd", "")) {
            assertThat(operations.get("/runs?file=" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(404);
        }
    }

    @Test
    void what_a_spreadsheet_would_take_for_a_formula_is_text() {
        work.admin().update("UPDATE hold SET reason = '=1+1;\"x' WHERE id > 0");
        HttpResponse<String> file = as(PersonRole.FINANCE, "en").get("/holds?file=holds.1");
        assertThat(file.body()).contains("\"'=1+1;\"\"x\"");
        assertThat(as(PersonRole.AUDITOR, "en").get("/holds?file=holds.1").body())
                .as("under the same masking as the page")
                .contains("H-")
                .doesNotContain("1+1");
    }

    @Test
    void reports_have_charts_on_the_page_and_rows_in_files_of_all_forms() throws Exception {
        Browser officer = as(PersonRole.OFFICER, "en");
        String page = await(officer, "/evidence/reports/erasure");
        assertThat(page).contains("Rows: 0").contains("gallra report erasure -o erasure.xlsx");
        for (String form : List.of("XLSX", "CSV", "JSON", "PDF")) {
            HttpResponse<String> file = officer.get("/evidence/reports/holds?all=true&form=" + form);
            assertThat(file.statusCode()).as(form).isEqualTo(200);
            assertThat(header(file, "Content-Disposition"))
                    .matches("attachment; filename=\"gallra-holds-all-[0-9]{8}-[0-9]{4}\\."
                            + form.toLowerCase(java.util.Locale.ROOT) + "\"");
        }
        assertThat(officer.get("/evidence/reports/holds?form=CSV").body()).contains("H-");
        assertThat(as(PersonRole.AUDITOR, "en").get("/evidence/reports/holds").statusCode())
                .isEqualTo(403);
        assertThat(as(PersonRole.AUDITOR, "en")
                        .get("/evidence/reports/holds?form=CSV")
                        .statusCode())
                .isEqualTo(403);
        assertThat(officer.get("/evidence/reports/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void a_choice_that_is_refused_is_said_on_the_page_and_never_read_as_html() throws Exception {
        Browser officer = as(PersonRole.OFFICER, "en");
        for (String form : List.of("", "&form=CSV")) {
            String address = "/evidence/reports/overdue?category=%3Cb%3Ex%3C/b%3E" + form;
            String page = form.isEmpty()
                    ? await(officer, address)
                    : officer.get(address).body();
            assertThat(page).as(form).contains("&lt;b&gt;x", "<h1").doesNotContain("<b>x");
        }
        assertThat(officer.get("/runs?since=yesterday").body())
                .contains("yesterday")
                .contains("say problem");
    }

    @Test
    void parts_that_take_long_come_later_for_those_who_may_see_them_alone() throws Exception {
        Browser officer = as(PersonRole.OFFICER, "en");
        assertThat(officer.get("/?file=status.categories").statusCode())
                .as("the file, or the page while its part is read")
                .isIn(200, 302);
        assertThat(await(officer, "/later/status")).contains("ip-logs", "As of");
        assertThat(as(PersonRole.OPERATIONS, "en").get("/later/status").statusCode())
                .isEqualTo(403);
        assertThat(as(PersonRole.OPERATIONS, "en").get("/later/ledger").statusCode())
                .isEqualTo(403);
        assertThat(officer.get("/later/nothing").statusCode()).isEqualTo(404);
        assertThat(new Browser(port, "en").get("/later/status").statusCode()).isEqualTo(302);
    }

    @Test
    void the_answer_to_a_request_is_a_letter_once_there_is_something_to_tell() throws IOException {
        work.admin()
                .update(
                        "INSERT INTO subject_request (uuid, kind, subject_key, received_on) VALUES (UUID(), 'ERASURE', '1', ?)",
                        work.today());
        long request = work.number("SELECT MAX(id) FROM subject_request");
        String path = "/requests/R-" + request;
        Browser officer = as(PersonRole.OFFICER, "en");
        assertThat(officer.get(path).body()).contains("R-" + request).doesNotContain(path + "/letter");
        HttpResponse<String> refused = officer.get(path + "/letter");
        assertThat(refused.body())
                .contains("neither decided nor extended", "<h1")
                .doesNotContain("%PDF");
        work.admin().update("INSERT INTO request_extension (request_id, reason) VALUES (?, 'many records')", request);
        assertThat(officer.get(path).body())
                .contains(path + "/letter", "gallra requests answer R-" + request, "many records");
        assertThat(officer.get(path + "/letter").body()).contains("notice.en.txt is missing");
        console.close();
        console = RunningConsole.start(declared(), home);
        port = console.port();
        HttpResponse<String> letter = as(PersonRole.OFFICER, "en").get(path + "/letter");
        assertThat(header(letter, "Content-Disposition"))
                .matches("attachment; filename=\"gallra-letter-R-[0-9]+-[0-9]{8}-[0-9]{4}\\.pdf\"");
        assertThat(letter.body()).startsWith("%PDF");
        assertThat(as(PersonRole.AUDITOR, "en").get(path + "/letter").statusCode())
                .isEqualTo(403);
    }

    /** The settings of the test with a company that says who writes its letters. */
    private GallraSettings declared() throws IOException {
        GallraSettings usual = work.settings();
        Path config = home.resolve("declared");
        try (Stream<Path> files = Files.walk(usual.config())) {
            for (Path file : files.toList()) {
                Path copy = config.resolve(usual.config().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        Path shipped = Path.of("..", "..", "job-config");
        Files.copy(shipped.resolve("notice.en.txt"), config.resolve("notice.en.txt"), REPLACE_EXISTING);
        Files.writeString(
                config.resolve("register.yml"),
                Files.readString(shipped.resolve("register.yml"))
                        .replace("  contact: not declared", "  contact: brev@exempel.se"));
        return new GallraSettings(usual.url(), usual.accounts(), usual.bucket(), config, usual.tags(), usual.chunk());
    }

    @Test
    void the_ledger_and_a_proof_are_files_for_those_who_may_take_them() {
        Browser auditor = as(PersonRole.AUDITOR, "en");
        HttpResponse<String> ledger = auditor.post("/evidence", "/evidence/ledger", Map.of());
        assertThat(header(ledger, "Content-Disposition"))
                .matches("attachment; filename=\"gallra-ledger-export-[0-9]{8}-[0-9]{4}\\.txt\"");
        assertThat(ledger.body()).contains("ip-logs");
        assertThat(work.number("SELECT COUNT(*) FROM audit WHERE action = 'read.ledger-export'"))
                .isOne();
        for (String key : List.of("1", "--force", "-o/tmp/x")) {
            HttpResponse<String> proof =
                    auditor.post("/evidence", "/evidence/proof", Map.of("category", "ip-logs", "key", key));
            assertThat(proof.statusCode()).as(key).isEqualTo(200);
            assertThat(proof.body()).as(key).contains("say problem", "<h1");
        }
        assertThat(as(PersonRole.OPERATIONS, "en")
                        .post("/runs", "/evidence/ledger", Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void findings_stand_under_a_filter_only_where_it_is_theirs_too() {
        finding("ip-logs", 1);
        finding("chat-logs", 2);
        Browser operations = as(PersonRole.OPERATIONS, "en");
        assertThat(operations.get("/runs").body()).contains("ip-logs", "chat-logs", "Open findings");
        assertThat(operations
                        .get("/runs?category=ip-logs&file=findings.findings")
                        .body())
                .contains("ip-logs")
                .doesNotContain("chat-logs");
        assertThat(operations.get("/runs?since=2026-01-01").body()).doesNotContain("Open findings");
        assertThat(operations.get("/runs?unfinished=true").body()).doesNotContain("Open findings");
    }

    private void finding(String category, long id) {
        work.admin()
                .update(
                        "INSERT INTO finding (id, category, subject, code, detail, run_id, noted_run, first_seen, last_seen)"
                                + " SELECT ?, ?, '7', 'ROW_REFUSED', 'd', MAX(run_id), MAX(run_id), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM run_scope",
                        9_000 + id,
                        category);
    }

    @Test
    void a_hold_says_how_much_it_keeps_to_those_who_may_ask_and_an_approval_leads_to_it() throws Exception {
        long id = work.number("SELECT MAX(id) FROM hold");
        String hold = "/holds/H-" + id;
        work.askRelease(id, "settled", null);
        Browser finance = as(PersonRole.FINANCE, "en");
        assertThat(finance.get("/approvals").body())
                .contains("<table", "href=\"" + hold + "\"", "href=\"/approvals/A-");
        work.admin().update("UPDATE hold SET reason = 'planted reason' WHERE id = ?", id);
        assertThat(finance.get(hold).body())
                .as("at once, before anything is counted")
                .contains("planted reason");
        assertThat(await(finance, hold)).contains("gallra holds show H-" + id + " --count", "What it keeps");
        Browser auditor = as(PersonRole.AUDITOR, "en");
        assertThat(auditor.get(hold).body())
                .contains("gallra holds show H-" + id + "<")
                .doesNotContain("--count");
        assertThat(auditor.get(hold + "/count").statusCode()).isEqualTo(403);
    }

    @Test
    void a_file_that_is_too_large_is_refused_on_the_page_that_it_was_given_on() throws Exception {
        Browser auditor = as(PersonRole.AUDITOR, "en");
        HttpResponse<String> certificate =
                auditor.upload("/evidence", "/evidence/certificate", "file.json", new byte[6 << 20], Map.of());
        assertThat(certificate.body()).contains("a certificate has 5 MB at most", "Verify a certificate");
        HttpResponse<String> refused =
                auditor.upload("/evidence", "/evidence/certificate", "file.json", new byte[51 << 20], Map.of());
        assertThat(refused.statusCode()).isEqualTo(302);
        String where = header(refused, "Location");
        assertThat(auditor.get(where).body()).contains("too large", "Verify a certificate");
    }

    @Test
    void the_language_changes_on_the_page_that_is_open() {
        HttpResponse<String> changed = as(PersonRole.OPERATIONS, "en")
                .post(
                        "/runs",
                        "/language",
                        Map.of("language", "sv", "back", "/runs?category=ip-logs&since=2026-01-01"));
        assertThat(header(changed, "Location")).isEqualTo("/runs?category=ip-logs&since=2026-01-01");
        for (String elsewhere : List.of("//example.com", "https://example.com", "/\\example.com", "/x?a=//b<script>")) {
            assertThat(header(
                            as(PersonRole.OPERATIONS, "en")
                                    .post("/runs", "/language", Map.of("language", "sv", "back", elsewhere)),
                            "Location"))
                    .as(elsewhere)
                    .isEqualTo("/");
        }
    }

    @Test
    void the_system_page_says_what_the_own_role_may_run() {
        assertThat(as(PersonRole.OPERATIONS, "en").get("/system").body())
                .contains("gallra runs pause")
                .doesNotContain("gallra holds add");
        assertThat(as(PersonRole.FINANCE, "en").get("/system").body())
                .contains("gallra holds add")
                .doesNotContain("gallra runs pause");
    }

    /** The page once its parts are there. */
    private static String await(Browser browser, String path) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            String page = browser.get(path).body();
            if (!page.contains("data-later=")) {
                return page;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("a part of " + path + " never came");
    }
}
