package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.network.CuttingProxy;

/** Progress of a run over lines that are cut, and what strangers and the role metrics get of it. */
@GallraTest
@Tag("once")
@Tag("full")
class ConsoleLiveIT {
    private static final int CUTS = 20;
    private static final int RECORDS = 400;
    private static final long PAUSE_MILLIS = 700;
    private static final Pattern DONE = Pattern.compile("\"done\":([0-9]+)");

    private final Workplace work;
    private final Path home;
    private PersonAccounts persons;
    private RunningConsole console;
    private URI site;

    ConsoleLiveIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    private record Event(long number, long done) {}

    @BeforeEach
    void start() {
        persons = PersonAccounts.create(work.accounts());
        start(work.settings(Map.of(DatabaseRole.READER, persons.account(PersonRole.METRICS))));
    }

    private void start(GallraSettings settings) {
        console = RunningConsole.start(settings, home);
        site = URI.create("http://localhost:" + console.port());
    }

    @AfterEach
    void stop() {
        console.close();
        persons.close();
    }

    /** Signs in and keeps the cookies. */
    private HttpClient as(PersonRole role) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
        HttpResponse<String> page =
                http.send(HttpRequest.newBuilder(site.resolve("/sign-in")).build(), BodyHandlers.ofString());
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).isTrue();
        DatabaseAccount account = persons.account(role);
        String form = "username=" + account.user() + "&password="
                + URLEncoder.encode(account.password(), StandardCharsets.UTF_8) + "&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(site.resolve("/sign-in"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(302);
        return http;
    }

    /** Opens the line, reads one event and cuts it. */
    private Event event(HttpClient http, long last) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.resolve("/live"));
        if (last > 0) {
            request.header("Last-Event-ID", Long.toString(last));
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    number = Long.parseLong(line.substring("id:".length()));
                } else if (line.startsWith("data:")) {
                    Matcher done = DONE.matcher(line);
                    return new Event(number, done.find() ? Long.parseLong(done.group(1)) : -1);
                }
            }
        }
        throw new AssertionError("the line ended without an event");
    }

    @Test
    void a_line_that_is_cut_twenty_times_never_goes_back() throws Exception {
        work.ipLogs(1, RECORDS, 200, null);
        try (SuiteContext suite = work.suite(ConsoleLiveIT::slowly)) {
            CompletableFuture<List<RunResult>> running =
                    CompletableFuture.supplyAsync(() -> suite.runs().run(CategoryIds.IP_LOGS, work.today()));
            HttpClient operations = as(PersonRole.OPERATIONS);
            Event seen = event(operations, 0);
            while (seen.done() < 1) {
                seen = event(operations, seen.number());
            }
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < CUTS; i++) {
                // Now and then a browser that has forgotten what it had.
                Event next = event(operations, i % 5 == 0 ? 0 : seen.number());
                events.add(next);
                seen = next;
            }
            assertThat(events.stream().map(Event::number)).isSorted();
            assertThat(events.stream().map(Event::done).filter(done -> done >= 0))
                    .isSorted()
                    .hasSizeGreaterThan(3);
            assertThat(events.get(CUTS - 1).number())
                    .isGreaterThan(events.get(0).number());
            assertThat(running.get().get(0).exit()).isEqualTo(ExitCode.DONE);
            Event after = event(operations, seen.number());
            assertThat(after.number()).isGreaterThan(seen.number());
        }
    }

    private static void slowly(CrashPoint point) {
        if (point == CrashPoint.LEDGER_WRITTEN) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** It ends between two pages; pages say so, soon, and what monitoring asks says so too. */
    @Test
    void a_database_that_is_lost_is_said_on_each_page_and_the_console_stays() throws Exception {
        console.close();
        CuttingProxy proxy = new CuttingProxy(work.settings().url());
        start(proxy.settings(work.settings()));
        HttpClient officer = as(PersonRole.OFFICER);
        assertThat(get(officer, "/runs").body()).contains("<h1").doesNotContain("say problem");
        proxy.close();
        // What was read in the last two seconds is still shown.
        Thread.sleep(2500);
        for (String page : List.of("/runs", "/evidence")) {
            long begun = System.nanoTime();
            HttpResponse<String> answer = get(officer, page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContain("No run is at work", "There was no run");
            if (!page.equals("/evidence")) {
                assertThat(answer.body()).as(page).contains("say problem", "The database does not answer");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(page).isLessThan(Duration.ofSeconds(40));
        }
        int port = console.monitoring();
        assertThat(health(port, "")).isEqualTo(503);
        assertThat(health(port, "/liveness")).isEqualTo(200);
        assertThat(health(port, "/readiness")).as("pages say what is wrong").isEqualTo(200);
    }

    private HttpResponse<String> get(HttpClient http, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(site.resolve(path))
                        .header("Accept-Language", "en")
                        .build(),
                BodyHandlers.ofString());
    }

    private static int health(int port, String part) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health" + part))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void nobody_gets_events_without_signing_in() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(site.resolve("/live")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/sign-in");
    }

    @Test
    void monitoring_is_open_and_pages_are_not_there() throws Exception {
        int port = console.monitoring();
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            HttpResponse<String> health = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(health.statusCode()).as(path).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("database");
        }
        String figures = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        assertThat(figures).contains("jvm_memory_used_bytes");
        for (String path : List.of("/", "/runs", "/actuator/env", "/actuator/heapdump", "/sign-in")) {
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isIn(302, 401, 403, 404, 421);
        }
        assertThat(http.send(
                                HttpRequest.newBuilder(site.resolve("/actuator/health"))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .as("not where the pages are")
                .isEqualTo(302);
    }
}
