package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;
import static se.partnersec.gallra.console.SingleSignOnConsole.CECILIA;
import static se.partnersec.gallra.console.SingleSignOnConsole.SUBJECT;
import static se.partnersec.gallra.console.SingleSignOnConsole.location;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.Workplace;

/** Signing in at an OpenID provider: who is let in, as whom, and what they may read. */
@GallraTest
@Tag("full")
class SingleSignOnIT {
    private final Workplace work;
    private final PersonAccounts persons;
    private final SingleSignOnConsole console;
    private final int port;

    SingleSignOnIT(Workplace work, @TempDir Path home) {
        this.work = work;
        persons = PersonAccounts.create(work.accounts());
        console = SingleSignOnConsole.start(work, persons, home);
        port = console.console().port();
    }

    @BeforeEach
    void register() {
        console.register(CECILIA, SUBJECT);
    }

    @AfterEach
    void stop() {
        console.close();
        persons.close();
    }

    private List<@Nullable String> signIns() {
        return work.admin()
                .queryForList("SELECT detail FROM audit WHERE action = 'console.sign-in' ORDER BY id", String.class);
    }

    @Test
    void whoever_is_in_the_register_reads_under_the_own_name() {
        Browser browser = new Browser(port, "en");
        assertThat(browser.get("/sign-in").body()).contains("href=\"/oauth2/authorization/sso\"");
        HttpResponse<String> begun = browser.get("/oauth2/authorization/sso");
        // A strict cookie would not come back from another site, and nobody could sign in.
        assertThat(begun.headers().allValues("Set-Cookie"))
                .anyMatch(cookie ->
                        cookie.startsWith("gallra=") && cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"));
        assertThat(location(console.signOn(browser, SUBJECT))).isEqualTo("/");
        assertThat(console.provider().proofAsked()).isTrue();
        HttpResponse<String> page = browser.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(CECILIA + ", single sign-on");
        for (ConsolePage each : ConsolePage.values()) {
            assertThat(browser.get(each.path()).statusCode())
                    .as(each.path())
                    .isEqualTo(each.open(PersonRole.SSO) ? 200 : 403);
        }
        assertThat(signIns()).hasSize(1).first().asString().contains(CECILIA);
        assertThat(browser.post("/", "/sign-out", Map.of()).statusCode()).isEqualTo(302);
        assertThat(location(browser.get("/"))).isEqualTo("/sign-in");
    }

    @Test
    void the_page_that_was_asked_for_opens_afterwards() {
        Browser browser = new Browser(port, "en");
        assertThat(location(browser.get("/runs?limit=5"))).isEqualTo("/sign-in");
        assertThat(location(console.signOn(browser, SUBJECT))).startsWith("/runs?limit=5");
    }

    /** Letters of a subject count, as the provider has them; and so does the provider. */
    @ParameterizedTest
    @ValueSource(strings = {"sub-1", "Sub-1 ", "Sub-2", "cecilia.dahl", "", "Sub-1' OR '1'='1"})
    void whoever_is_not_in_the_register_is_not_let_in(String subject) {
        Browser browser = new Browser(port, "en");
        assertThat(location(console.signOn(browser, subject))).isEqualTo("/sign-in?why=not-registered");
        assertThat(location(browser.get("/"))).isEqualTo("/sign-in");
        assertThat(browser.get("/sign-in?why=not-registered").body()).contains("not in the register of people");
        assertThat(signIns()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OpenIdProvider.Fault.class)
    void a_token_that_is_wrong_lets_nobody_in(OpenIdProvider.Fault fault) {
        console.register("erik.ek", SUBJECT + "-of-somebody-else");
        Browser browser = new Browser(port, "en");
        console.provider().lie(fault);
        boolean right = fault == OpenIdProvider.Fault.NONE;
        assertThat(location(console.signOn(browser, SUBJECT))).isEqualTo(right ? "/" : "/sign-in?why=provider");
        assertThat(location(browser.get("/"))).isEqualTo(right ? "" : "/sign-in");
        assertThat(signIns()).hasSize(right ? 1 : 0);
    }

    /** A browser that was led to the end of somebody else's sign-in would read as that person. */
    @Test
    void an_answer_of_the_provider_counts_in_the_browser_that_asked_for_it_and_once() {
        Browser asking = new Browser(port, "en");
        Browser other = new Browser(port, "en");
        console.provider().identify(SUBJECT);
        String back = location(asking.get(location(asking.get("/oauth2/authorization/sso"))));
        assertThat(location(other.get(back))).isEqualTo("/sign-in?why=provider");
        assertThat(location(asking.get(back.replaceFirst("state=[^&]*", "state=x"))))
                .isEqualTo("/sign-in?why=provider");
        assertThat(location(asking.get("/"))).isEqualTo("/sign-in");
        back = location(asking.get(location(asking.get("/oauth2/authorization/sso"))));
        assertThat(location(asking.get(back))).isEqualTo("/");
        assertThat(location(asking.get(back))).isEqualTo("/sign-in?why=provider");
    }

    @Test
    void whoever_has_left_is_not_let_in_and_their_session_ends() {
        Browser browser = new Browser(port, "en");
        console.signOn(browser, SUBJECT);
        assertThat(browser.get("/runs").statusCode()).isEqualTo(200);
        console.clock().by(Duration.ofSeconds(61));
        assertThat(browser.get("/runs").statusCode()).isEqualTo(200);
        console.leave(CECILIA);
        // The register is asked at most once a minute.
        assertThat(browser.get("/runs").statusCode()).isEqualTo(200);
        console.clock().by(Duration.ofSeconds(123));
        assertThat(location(browser.get("/runs"))).isEqualTo("/sign-in");
        assertThat(location(console.signOn(browser, SUBJECT))).isEqualTo("/sign-in?why=not-registered");
    }

    @Test
    void the_account_of_the_console_signs_in_nobody_by_its_password() {
        Browser browser = new Browser(port, "en");
        assertThat(location(browser.signIn(persons.account(PersonRole.SSO)))).isEqualTo("/sign-in?why=shared");
        assertThat(location(browser.get("/"))).isEqualTo("/sign-in");
        assertThat(location(browser.signIn(persons.account(PersonRole.AUDITOR))))
                .isEqualTo("/");
    }

    @Test
    void before_the_provider_has_answered_a_browser_sends_no_file() {
        Browser browser = new Browser(port, "en");
        browser.get("/oauth2/authorization/sso");
        assertThat(browser.upload(
                                "/sign-in",
                                "/holds/acts/books",
                                "sie.se",
                                "#FLAGGA 0".getBytes(StandardCharsets.UTF_8),
                                Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void two_sessions_of_a_person_are_open_at_a_time() {
        Browser first = new Browser(port, "en");
        Browser second = new Browser(port, "en");
        Browser third = new Browser(port, "en");
        for (Browser each : List.of(first, second, third)) {
            assertThat(location(console.signOn(each, SUBJECT))).isEqualTo("/");
        }
        assertThat(location(first.get("/"))).isEqualTo("/sign-in?why=elsewhere");
        assertThat(second.get("/").statusCode()).isEqualTo(200);
        assertThat(third.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void while_the_provider_is_away_a_sentence_says_so_and_database_logins_work() {
        console.provider().close();
        Browser browser = new Browser(port, "sv");
        assertThat(location(browser.get("/oauth2/authorization/sso"))).isEqualTo("/sign-in?why=provider-away");
        assertThat(browser.get("/sign-in?why=provider-away").body()).contains("svarar inte");
        assertThat(location(browser.signIn(persons.account(PersonRole.FINANCE))))
                .isEqualTo("/");
    }

    @Test
    void a_provider_that_does_not_answer_holds_eight_requests_and_database_logins_work() throws Exception {
        console.provider().identify(SUBJECT);
        List<Callable<String>> returning = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Browser browser = new Browser(port, "en");
            String back = location(browser.get(location(browser.get("/oauth2/authorization/sso"))));
            returning.add(() -> location(browser.get(back)));
        }
        CountDownLatch answers = new CountDownLatch(1);
        console.provider().holdUntil(answers);
        ExecutorService browsers = Executors.newFixedThreadPool(returning.size());
        try {
            List<Future<String>> all = returning.stream().map(browsers::submit).toList();
            for (int i = 0; i < 200 && all.stream().filter(Future::isDone).count() < 4; i++) {
                Thread.sleep(50);
            }
            assertThat(all.stream().filter(Future::isDone)).hasSize(4);
            assertThat(location(new Browser(port, "en").signIn(persons.account(PersonRole.FINANCE))))
                    .isEqualTo("/");
            answers.countDown();
            List<String> ends = new ArrayList<>();
            for (Future<String> each : all) {
                ends.add(each.get());
            }
            assertThat(ends).filteredOn("/sign-in?why=busy"::equals).hasSize(4);
            assertThat(ends).filteredOn("/"::equals).hasSize(8);
        } finally {
            answers.countDown();
            browsers.shutdownNow();
        }
    }

    @Test
    void a_stranger_begins_a_thousand_sign_ons_at_most() throws Exception {
        HttpClient stranger = HttpClient.newHttpClient();
        HttpRequest begin = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/oauth2/authorization/sso"))
                .build();
        String last = "";
        for (int i = 0; i <= 1000; i++) {
            last = location(stranger.send(begin, BodyHandlers.ofString()));
            assertThat(last.startsWith(console.provider().issuer()))
                    .as("sign-on %s", i)
                    .isEqualTo(i < 1000);
        }
        assertThat(last).isEqualTo("/sign-in?why=busy");
        assertThat(new Browser(port, "en").get("/oauth2/authorization/other").statusCode())
                .isEqualTo(404);
        assertThat(location(new Browser(port, "en").signIn(persons.account(PersonRole.FINANCE))))
                .isEqualTo("/");
    }
}
