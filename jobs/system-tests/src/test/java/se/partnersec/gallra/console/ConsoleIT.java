package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** Who sees what in the console, and what strangers, forged forms and foreign names get. */
@GallraTest
@Tag("full")
class ConsoleIT {
    private static final String REASON = "Tvist med en påhittad person";

    private final Workplace work;
    private final java.nio.file.Path home;
    private PersonAccounts persons;
    private RunningConsole console;
    private int port;

    ConsoleIT(Workplace work, @TempDir java.nio.file.Path home) {
        this.work = work;
        this.home = home;
    }

    @BeforeEach
    void start() {
        persons = PersonAccounts.create(work.accounts());
        work.customers(2);
        work.ipLogs(1, 2, 200, 1L);
        work.hold(ScopeType.CUSTOMER, "1");
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

    @Test
    void each_role_opens_its_pages_and_no_other() {
        Map<String, String> seen = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        // Whoever signs in with single sign-on: ConsoleRoutesIT.
        Set<PersonRole> logins = EnumSet.complementOf(EnumSet.of(PersonRole.SSO));
        for (PersonRole role : logins) {
            Browser browser = as(role, "en");
            for (ConsolePage page : ConsolePage.values()) {
                wanted.put(role + " " + page, page.open(role) ? "200" : "403");
                seen.put(
                        role + " " + page,
                        String.valueOf(browser.get(page.path()).statusCode()));
            }
        }
        assertThat(seen).isEqualTo(wanted);
        assertThat(wanted)
                .containsEntry("OPERATIONS RUNS", "200")
                .containsEntry("OPERATIONS WHY", "403")
                .containsEntry("AUDITOR WHY", "403")
                .containsEntry("AUDITOR EVIDENCE", "200")
                .containsEntry("METRICS RUNS", "403")
                .containsEntry("FINANCE HOLDS", "200");
    }

    @Test
    void nobody_sees_a_page_without_signing_in() {
        Browser stranger = new Browser(port, "en");
        for (ConsolePage page : ConsolePage.values()) {
            HttpResponse<String> answer = stranger.get(page.path());
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(location(answer)).isEqualTo("/sign-in");
        }
        assertThat(stranger.get("/actuator/heapdump").statusCode()).isIn(302, 403, 404);
        assertThat(stranger.get("/sign-in")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .startsWith("default-src 'none'");
        assertThat(stranger.get("/sign-in")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElse(""))
                .contains("no-store");
    }

    @Test
    void a_wrong_password_tells_nothing_and_after_five_it_is_not_even_tried() {
        String login = persons.account(PersonRole.FINANCE).user();
        Browser browser = new Browser(port, "sv");
        for (int i = 0; i < 5; i++) {
            assertThat(location(browser.signIn(login, "fel"))).isEqualTo("/sign-in?why=wrong");
        }
        assertThat(location(browser.signIn(login, "fel"))).isEqualTo("/sign-in?why=too-many");
        assertThat(location(browser.signIn(persons.account(PersonRole.FINANCE))))
                .as("not with the right one either")
                .isEqualTo("/sign-in?why=too-many");
        assertThat(location(browser.signIn("nobody_of_that_name", "fel")))
                .as("as for a login that is there")
                .isEqualTo("/sign-in?why=wrong");
        assertThat(browser.get("/sign-in?why=wrong").body())
                .contains("Databasen godtar inte inloggningen eller lösenordet.");
        assertThat(browser.get("/sign-in?why=%3Cb%3Ex").body()).doesNotContain("<b>x");
        assertThat(as(PersonRole.OFFICER, "sv").get("/").statusCode())
                .as("a colleague at the same desk")
                .isEqualTo(200);
    }

    @Test
    void each_sign_in_is_in_the_audit_under_the_login_itself() {
        for (PersonRole role : List.of(PersonRole.OPERATIONS, PersonRole.AUDITOR)) {
            as(role, "en");
        }
        new Browser(port, "en").signIn(persons.account(PersonRole.FINANCE).user(), "wrong");
        assertThat(
                        work.texts(
                                "SELECT CONCAT(SUBSTRING_INDEX(who, '@', 1), ' ', subject, ' ', detail) FROM audit WHERE action = 'console.sign-in' ORDER BY id"))
                .containsExactly(
                        persons.account(PersonRole.OPERATIONS).user() + " operations 127.0.0.1",
                        persons.account(PersonRole.AUDITOR).user() + " auditor 127.0.0.1");
    }

    @Test
    void accounts_of_services_are_no_persons() {
        Browser browser = new Browser(port, "en");
        assertThat(location(browser.signIn(work.settings().account(DatabaseRole.FINANCE))))
                .isEqualTo("/sign-in?why=roles");
        assertThat(location(browser.signIn(work.settings().account(DatabaseRole.READER))))
                .isEqualTo("/sign-in?why=no-role");
        assertThat(browser.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void a_third_session_of_a_login_ends_the_first_and_a_page_that_was_asked_for_is_opened_after_signing_in() {
        Browser first = new Browser(port, "en");
        assertThat(location(first.get("/runs?x=1"))).isEqualTo("/sign-in");
        assertThat(location(first.signIn(persons.account(PersonRole.OPERATIONS))))
                .startsWith("/runs?x=1");
        assertThat(first.get("/runs").statusCode()).isEqualTo(200);
        as(PersonRole.OPERATIONS, "en");
        as(PersonRole.OPERATIONS, "en");
        assertThat(location(first.get("/runs"))).isEqualTo("/sign-in?why=elsewhere");
    }

    @Test
    void a_forged_form_and_a_foreign_name_get_nothing() throws IOException {
        Browser finance = as(PersonRole.FINANCE, "en");
        HttpResponse<String> forged = finance.submit("/why", "", Map.of("kind", "RECORD", "key", "ip-logs:1"));
        assertThat(forged.statusCode()).isEqualTo(302);
        assertThat(location(forged)).isEqualTo("/sign-in?why=form");
        assertThat(forged.body()).doesNotContain("ip-logs");
        try (Socket line = new Socket("127.0.0.1", port)) {
            line.getOutputStream()
                    .write("GET /sign-in HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\n\r\n"
                            .formatted(port)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421")
                    .doesNotContain("password");
        }
    }

    @Test
    void a_look_up_is_answered_audited_and_never_part_of_an_address() {
        Browser finance = as(PersonRole.FINANCE, "sv");
        HttpResponse<String> answer = finance.post("/why", "/why", Map.of("kind", "RECORD", "key", "ip-logs:1"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("ip-logs:1", "Resultat", "gallra explain -- ip-logs:1");
        assertThat(work.texts("SELECT action FROM audit WHERE action = 'read.explain'"))
                .hasSize(1);
        assertThat(work.texts("SELECT by_session FROM audit WHERE action = 'read.explain'")
                        .get(0))
                .startsWith(persons.account(PersonRole.FINANCE).user());
    }

    @Test
    void what_somebody_types_is_never_an_option_or_a_file() {
        Browser finance = as(PersonRole.FINANCE, "en");
        for (String key : List.of(
                "--help", "-h", "@/etc/passwd", "--json", "--debug", "ip-logs:1 --json", "<script>x</script>")) {
            for (String kind : List.of("RECORD", "CUSTOMER", "VOUCHER")) {
                HttpResponse<String> answer =
                        finance.post("/why", "/why", Map.of("kind", kind, "key", key, "year", "@/etc/passwd"));
                assertThat(answer.statusCode()).as(kind + " " + key).isEqualTo(200);
                assertThat(answer.body()).as(kind + " " + key).doesNotContain("root:", "<script>x", "Exception");
                if (kind.equals("RECORD") && !key.startsWith("ip-logs:1")) {
                    // What is an option prints help or something else, and no refusal that names the key.
                    assertThat(answer.body()).as(key).contains("names no record: write CATEGORY:KEY");
                }
            }
        }
        assertThat(finance.post("/why", "/why", Map.of("kind", "RECORD", "key", " "))
                        .body())
                .contains("Enter what to look up.");
        assertThat(finance.post("/why", "/why", Map.of("kind", "NOTHING", "key", "1"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_auditor_sees_a_hold_without_its_reason_and_finance_with_it() {
        work.admin().update("UPDATE hold SET reason = ? WHERE id > 0", REASON);
        assertThat(as(PersonRole.FINANCE, "sv").get("/holds").body()).contains(REASON);
        assertThat(as(PersonRole.AUDITOR, "sv").get("/holds").body())
                .contains("H-1")
                .doesNotContain(REASON, "påhittad person");
        assertThat(as(PersonRole.OPERATIONS, "sv").get("/holds").statusCode()).isEqualTo(403);
    }

    @Test
    void many_sessions_at_once_each_see_their_own_language_and_rights() throws Exception {
        work.admin().update("UPDATE hold SET reason = ? WHERE id > 0", REASON);
        Browser finance = as(PersonRole.FINANCE, "sv");
        Browser auditor = as(PersonRole.AUDITOR, "en");
        Browser officer = as(PersonRole.OFFICER, "en");
        List<Callable<String>> refusals = new ArrayList<>();
        List<Callable<String>> reads = new ArrayList<>();
        String swedish = finance.token("/why");
        String english = officer.token("/why");
        for (int i = 0; i < 60; i++) {
            // A refusal speaks the language of the thread, other texts that of the page.
            Map<String, String> wrong = Map.of("kind", "RECORD", "key", "nonsense");
            refusals.add(() -> finance.submit("/why", swedish, wrong).body());
            refusals.add(() -> officer.submit("/why", english, wrong).body());
            reads.add(() -> finance.get("/holds").body());
            reads.add(() -> auditor.get("/holds").body());
            reads.add(() -> officer.get("/holds").body());
        }
        var pool = Executors.newFixedThreadPool(6);
        try {
            List<Future<String>> refused = pool.invokeAll(refusals);
            for (int i = 0; i < refused.size(); i++) {
                assertThat(refused.get(i).get())
                        .contains(
                                i % 2 == 0
                                        ? "anger ingen post: skriv KATEGORI:NYCKEL"
                                        : "names no record: write CATEGORY:KEY");
            }
            List<Future<String>> pages = pool.invokeAll(reads);
            for (int i = 0; i < pages.size(); i++) {
                String page = pages.get(i).get();
                if (i % 3 == 0) {
                    assertThat(page)
                            .contains("Aktiva spärrar", REASON, "<html lang=\"sv\">")
                            .doesNotContain("Active holds");
                } else if (i % 3 == 1) {
                    assertThat(page).contains("Active holds", "auditor").doesNotContain(REASON, "Aktiva spärrar");
                } else {
                    assertThat(page)
                            .contains("Active holds", "data-protection officer")
                            .doesNotContain("Aktiva spärrar");
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void signing_out_closes_the_connections() throws Exception {
        String login = persons.account(PersonRole.OFFICER).user();
        Browser officer = as(PersonRole.OFFICER, "en");
        officer.get("/");
        assertThat(connections(login)).isPositive();
        assertThat(officer.post("/", "/sign-out", Map.of()).statusCode()).isEqualTo(302);
        assertThat(officer.get("/").statusCode()).isEqualTo(302);
        for (int i = 0; i < 50 && connections(login) > 0; i++) {
            Thread.sleep(100);
        }
        assertThat(connections(login)).isZero();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private long connections(String login) {
        return work.number("SELECT COUNT(*) FROM information_schema.processlist WHERE user = '" + login + "'");
    }
}
