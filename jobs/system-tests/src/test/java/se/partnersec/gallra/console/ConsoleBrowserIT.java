package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.app.boot.GallraContext;
import se.partnersec.gallra.cli.NewUser;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Program.Started;

/**
 * The console in a browser, on the sample company: what people come for, and that everybody can use every page. Pictures of the
 * stories are in {@code target/console}.
 */
@Tag("once")
@Tag("full")
class ConsoleBrowserIT extends NewUser {
    private static final Path PICTURES = Path.of("target", "console");
    private static final int WIDE = 1280;
    private static final int HIGH = 800;
    private static final int README_HIGH = 640;
    private static final int NARROW = 320;
    private static final String UNKNOWN = "/nothing";
    private static final int RECORDS = 400;

    private RunningConsole console;
    private ConsolePeople people;
    private String site;

    ConsoleBrowserIT() {
        super("a new user with a browser", true);
    }

    @BeforeAll
    void begin_after_the_demonstration() {
        assumeTrue(Chromium.found(), "no chromium and chromedriver on the PATH");
        demo();
        people = ConsolePeople.make(gallra);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("GALLRA_"));
        environment.putAll(gallra.environment());
        console = RunningConsole.start(GallraContext.settings(environment, Clock.systemUTC()), environment);
        site = "http://localhost:" + console.port();
    }

    @AfterAll
    void stop() {
        if (console != null) {
            console.close();
        }
    }

    private void records(int many, int from) throws Exception {
        StringBuilder rows = new StringBuilder("INSERT INTO partnersec.ip_log (id, seen_at, service, address) VALUES ");
        for (int i = 0; i < many; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append('(')
                    .append(from + i)
                    .append(", '")
                    .append(in(-176))
                    .append(" 12:00:00', 'mail', '192.0.2.1')");
        }
        execute(rows.toString());
    }

    /** At two in the night an alert says that a run did not finish: what, why, and what now, in three taps on a telephone. */
    @Test
    @Order(1)
    void operations_finds_at_night_what_stopped_why_and_what_to_do() throws Exception {
        records(RECORDS, 800_000);
        Answer stopped = gallra.run("run ip-logs --rate 100 --chunk 25 --run-for 1s --plain");
        assertThat(stopped.exit()).as(stopped.out() + stopped.err()).isEqualTo(7);
        String run = stopped.cells().get(0).get(1);
        try (Chromium browser = Chromium.open(site, "sv")) {
            browser.screen(390, 844, true);
            browser.signIn(people.of(PersonRole.OPERATIONS));
            browser.awaitText("Inte färdiga", "stoppad");
            browser.picture(PICTURES.resolve("night-1-overview.png"), 390, 844, false);
            browser.click("a[href='/runs/" + run + "']");
            assertThat(browser.path()).isEqualTo("/runs/" + run);
            browser.awaitText("gallra runs restart " + run, "stoppad");
            browser.picture(PICTURES.resolve("night-2-run.png"), 390, 844, true);
            assertThat(browser.messages()).isEmpty();
        }
        assertThat(gallra.run("runs restart " + run + " --plain").exit()).isZero();
    }

    @Test
    @Order(2)
    void a_run_at_work_moves_on_the_page_and_never_back() throws Exception {
        records(RECORDS, 820_000);
        Started started = gallra.start("run", "ip-logs", "--rate", "30", "--chunk", "10");
        List<Long> seen = new ArrayList<>();
        try (Chromium browser = Chromium.open(site, "en")) {
            browser.screen(WIDE, HIGH, false);
            browser.signIn(people.of(PersonRole.OPERATIONS));
            // The page is open before the run begins, and shows it by itself.
            for (int i = 0;
                    i < 100 && browser.all(".live [data-run] progress[value]").isEmpty();
                    i++) {
                Thread.sleep(200);
            }
            String there = "return document.querySelector('.live progress[value]')?.value ?? -1";
            for (int i = 0; i < 40 && seen.stream().distinct().count() < 5; i++) {
                seen.add(browser.number(there));
                Thread.sleep(500);
            }
            browser.go("/runs");
            browser.picture(PICTURES.resolve("readme-runs.png"), WIDE, README_HIGH, false);
            assertThat(seen).doesNotContain(-1L).isSorted();
            assertThat(seen.get(seen.size() - 1)).isGreaterThan(seen.get(0));
            browser.awaitText("per second");
            assertThat(browser.text()).containsPattern("[0-9]+ of [0-9]+");
            assertThat(browser.messages()).isEmpty();
        } finally {
            gallra.run("runs stop --category ip-logs --reason test");
            started.process().destroy();
            started.await();
        }
        assertThat(gallra.run("run ip-logs --plain").exit()).isZero();
    }

    @Test
    @Order(3)
    void finance_asks_until_when_an_invoice_is_kept() throws Exception {
        try (Chromium browser = Chromium.open(site, "sv")) {
            browser.screen(WIDE, HIGH, false);
            browser.signIn(people.of(PersonRole.FINANCE));
            browser.click("nav a[href='/why']");
            browser.choose("select[name=kind]", "INVOICE");
            browser.type("input[name=key]", "F2026000002");
            browser.picture(PICTURES.resolve("invoice-1-question.png"), WIDE, HIGH, false);
            browser.click("form.look-up button");
            browser.awaitText("2033-12-31", "bokföringslagen 7 kap. 2 §", "gallra holds find --invoice=F2026000002");
            assertThat(browser.path()).isEqualTo("/why");
            browser.picture(PICTURES.resolve("invoice-2-answer.png"), WIDE, HIGH, true);
            browser.choose("select[name=kind]", "RECORD");
            browser.type("input[name=key]", "invoices:2");
            browser.click("form.look-up button");
            browser.awaitText("Postens tidslinje", "2034-01-01 till 2034-01-30", "2033-12-31");
            browser.picture(PICTURES.resolve("invoice-3-timeline.png"), WIDE, HIGH, false);
            browser.screen(WIDE, HIGH, false);
            browser.speak("en");
            browser.go("/why");
            browser.choose("select[name=kind]", "RECORD");
            browser.type("input[name=key]", "invoices:2");
            browser.click("form.look-up button");
            browser.awaitText("Timeline of the record");
            browser.picture(PICTURES.resolve("readme-why.png"), WIDE, README_HIGH, false);
            assertThat(browser.messages()).isEmpty();
        }
    }

    @Test
    @Order(4)
    void the_officer_sees_whether_anything_is_late_and_takes_a_month_away() throws Exception {
        try (Chromium browser = Chromium.open(site, "sv")) {
            browser.screen(WIDE, HIGH, false);
            browser.signIn(people.of(PersonRole.OFFICER));
            browser.awaitText("Ingen post är såvitt känt försenad.");
            browser.picture(PICTURES.resolve("officer-1-overview.png"), WIDE, HIGH, true);
            browser.click("nav a[href='/evidence']");
            browser.awaitText("Rapporter");
            browser.picture(PICTURES.resolve("officer-2-evidence.png"), WIDE, HIGH, true);
            browser.click("a[href='/evidence/reports']");
            browser.click("a[href='/evidence/reports/erasure']");
            browser.type("input[name=from]", in(-30));
            browser.type("input[name=to]", in(0));
            browser.click("main form button:not(.link)");
            browser.awaitText("Poster per månad", "Rader: ");
            browser.picture(PICTURES.resolve("officer-3-report.png"), WIDE, HIGH, true);
            assertThat(browser.messages()).isEmpty();
        }
    }

    @Test
    @Order(5)
    void the_auditor_drops_a_certificate_and_then_one_with_a_letter_changed() throws Exception {
        Path certificate = home.resolve("certificate.json");
        Files.deleteIfExists(certificate);
        assertThat(gallra.run("holds census").exit()).isZero();
        Answer issued = gallra.run("certificate", "--run", "3", "-o", certificate.toString());
        assertThat(certificate).as(issued.out() + issued.err()).exists();
        Path altered = home.resolve("altered.json");
        Files.writeString(
                altered,
                Files.readString(certificate).replaceFirst("\"category\": \"ip-logs\"", "\"category\": \"ip-logz\""));
        assertThat(altered).content().isNotEqualTo(Files.readString(certificate));
        try (Chromium browser = Chromium.open(site, "sv")) {
            browser.screen(WIDE, HIGH, false);
            browser.signIn(people.of(PersonRole.AUDITOR));
            browser.click("nav a[href='/evidence']");
            browser.give("input[type=file]", certificate.toString());
            browser.click("form.look-up button");
            browser.awaitText("Intyget stämmer med liggaren");
            browser.picture(PICTURES.resolve("auditor-1-intact.png"), WIDE, HIGH, true);
            browser.give("input[type=file]", altered.toString());
            browser.click("form.look-up button");
            browser.awaitText(
                    "INTYGET UNDERKÄNT", "vid ledger.ranges[0].category säger liggaren ip-logs, intyget ip-logz");
            browser.picture(PICTURES.resolve("auditor-2-altered.png"), WIDE, HIGH, true);
            assertThat(browser.messages()).isEmpty();
        }
    }

    @Test
    @Order(6)
    void every_page_can_be_used_by_everybody() {
        List<String> wrong = new ArrayList<>();
        int looked = 0;
        try (Chromium browser = Chromium.open(site, "sv")) {
            for (PersonRole role :
                    List.of(PersonRole.OFFICER, PersonRole.OPERATIONS, PersonRole.FINANCE, PersonRole.AUDITOR)) {
                browser.screen(WIDE, HIGH, false);
                browser.signIn(people.of(role));
                for (String language : List.of("sv", "en")) {
                    browser.speak(language);
                    for (String page : pages(role)) {
                        for (int width : List.of(NARROW, WIDE)) {
                            for (boolean dark : List.of(false, true)) {
                                browser.screen(width, HIGH, dark);
                                browser.go(page);
                                String where = role + " " + language + " " + page + " " + width + (dark ? " dark" : "");
                                browser.barriers().forEach(barrier -> wrong.add(where + ": " + barrier));
                                browser.messages().stream()
                                        .filter(message ->
                                                !page.equals(UNKNOWN) || !message.endsWith("status of 403 ()"))
                                        .forEach(message -> wrong.add(where + ": " + message));
                                if (browser.overflow() > 0) {
                                    wrong.add(where + ": wider than the window by " + browser.overflow());
                                }
                                looked++;
                            }
                        }
                    }
                }
            }
        }
        System.out.println("pages of the console looked at: " + looked);
        assertThat(wrong).isEmpty();
    }

    /** All pages for the officer, who may open most; for others those that differ. */
    private static List<String> pages(PersonRole role) {
        return switch (role) {
            case OFFICER ->
                List.of(
                        "/",
                        "/runs",
                        "/runs/3",
                        "/runs/findings/1",
                        "/why",
                        "/plans",
                        "/approvals?all=true",
                        "/holds",
                        "/holds/H-1",
                        "/holds/acts/hold",
                        "/holds/acts/release/H-1",
                        "/requests",
                        "/requests/acts/request",
                        "/evidence",
                        "/evidence/reports/forecast",
                        "/system",
                        UNKNOWN);
            case OPERATIONS -> List.of("/", "/runs", "/runs/3", "/runs/acts/pause/3", "/runs/acts/stop-all");
            case FINANCE -> List.of("/holds", "/holds/acts/books", "/holds/acts/year");
            case AUDITOR, SSO, METRICS -> List.of("/", "/evidence");
        };
    }
}
