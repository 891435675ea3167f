package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static se.partnersec.gallra.console.SingleSignOnConsole.CECILIA;
import static se.partnersec.gallra.console.SingleSignOnConsole.SUBJECT;
import static se.partnersec.gallra.console.SingleSignOnConsole.location;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.approvals.assertion.KeyAlgorithm;
import se.partnersec.gallra.approvals.assertion.PasskeyRepository;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.SoftwarePasskey;
import se.partnersec.gallra.testing.Workplace;

/** A person without a database login offers a passkey and approves with it, in a browser. Pictures are in {@code target/console}. */
@GallraTest
@Tag("once")
@Tag("full")
class PasskeyBrowserIT {
    private static final Path PICTURES = Path.of("target", "console");
    private static final Pattern FORM = Pattern.compile("name=\"order-id\" value=\"([^\"]+)\"");

    private final Workplace work;
    private final PersonAccounts persons;
    private final SingleSignOnConsole console;
    private final String site;

    PasskeyBrowserIT(Workplace work, @TempDir Path home) {
        this.work = work;
        persons = PersonAccounts.create(work.accounts());
        console = SingleSignOnConsole.start(work, persons, home);
        site = "http://localhost:" + console.console().port();
    }

    @BeforeEach
    void register() {
        assumeTrue(Chromium.found(), "no chromium and chromedriver on the PATH");
        console.register(CECILIA, SUBJECT);
        console.provider().identify(SUBJECT);
    }

    @AfterEach
    void stop() {
        console.close();
        persons.close();
    }

    private Browser as(PersonRole role) {
        return console.console().as(persons.account(role), "en");
    }

    /** Sends a form of a command, and opens what it made. */
    private static String given(Browser browser, String form, Map<String, String> values) {
        Matcher id = FORM.matcher(browser.get(form).body());
        assertThat(id.find()).isTrue();
        Map<String, String> fields = new HashMap<>(values);
        fields.put("order-id", id.group(1));
        HttpResponse<String> answer = browser.post(form, form, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return location(answer);
    }

    /** The passkey of the person counts once finance asked for it and the officer approved it. */
    private void putOnRecord(String passkey) {
        String asked = given(
                as(PersonRole.FINANCE),
                "/system/acts/add-passkey",
                Map.of("passkey", passkey, "reason", "new telephone"));
        String approval = asked.substring("/approvals/".length());
        given(as(PersonRole.OFFICER), "/approvals/acts/approve/" + approval, Map.of());
    }

    private String askedForARun() {
        String asked = given(
                as(PersonRole.FINANCE),
                "/plans/acts/allow",
                Map.of("category", "ip-logs", "max-delete", "700", "reason", "a week was missed"));
        assertThat(asked).matches("/approvals/A-[0-9]+");
        return asked;
    }

    private static void signOn(Chromium browser) {
        browser.go("/oauth2/authorization/sso");
        browser.await("nav");
    }

    private static void picture(Chromium browser, String name) {
        browser.screen(390, 844, false);
        browser.picture(PICTURES.resolve(name), 390, 844, false);
    }

    @Test
    void a_person_without_a_database_login_approves_a_run_with_a_passkey() throws Exception {
        String asked = askedForARun();
        try (Chromium browser = Chromium.open(site, "sv")) {
            browser.passkeys();
            browser.screen(390, 844, false);
            signOn(browser);
            // Without a passkey on record there is nothing to sign with.
            browser.go(asked.replace("/approvals/", "/approvals/acts/sign-approval/"));
            assertThat(browser.all("form.act")).isEmpty();
            browser.go("/system/acts/offer-passkey");
            picture(browser, "passkey-1-offer.png");
            browser.click("form.act button");
            browser.awaitText("K-", CECILIA);
            picture(browser, "passkey-2-offered.png");
            putOnRecord("K-" + work.number("SELECT MAX(id) FROM person_key"));
            browser.go(asked);
            assertThat(browser.all("a[href*='/acts/approve/']")).isEmpty();
            browser.click("a[href*='/acts/sign-approval/']");
            browser.awaitText("ip-logs", "700");
            assertThat(browser.barriers()).isEmpty();
            assertThat(browser.overflow()).isLessThanOrEqualTo(0);
            picture(browser, "passkey-3-sign.png");
            browser.click("form.act button");
            browser.awaitText(CECILIA);
            assertThat(browser.path()).isEqualTo(asked);
            picture(browser, "passkey-4-approved.png");
            assertThat(browser.messages()).isEmpty();
        }
        assertThat(work.number("SELECT COUNT(*) FROM key_approval WHERE person = '" + CECILIA + "'"))
                .isOne();
        assertThat(new PasskeyRepository(work.admin(), sql -> sql).unsigned()).isEmpty();
        assertThat(work.number("SELECT COUNT(*) FROM valid_approval WHERE subject_kind = 'RUN'"))
                .isOne();
    }

    /** Whoever takes over a session of the browser has no passkey. */
    @Test
    void without_the_passkey_a_form_approves_nothing() {
        String asked = askedForARun();
        Browser browser = new Browser(console.console().port(), "en");
        assertThat(location(console.signOn(browser, SUBJECT))).isEqualTo("/");
        SoftwarePasskey own = new SoftwarePasskey(KeyAlgorithm.ES256);
        given(
                browser,
                "/system/acts/offer-passkey",
                Map.of(
                        "credential",
                        own.credential(),
                        "public-key",
                        own.publicKey(),
                        "algorithm",
                        "-7",
                        "origin",
                        site));
        String key = "K-" + work.number("SELECT MAX(id) FROM person_key");
        putOnRecord(key);
        String form = asked.replace("/approvals/", "/approvals/acts/sign-approval/");
        HttpResponse<String> answer = browser.post(
                "/",
                form,
                Map.of(
                        "order-id",
                        UUID.randomUUID().toString(),
                        "nonce",
                        "0".repeat(64),
                        "credential",
                        own.credential(),
                        "authenticator-data",
                        "AAAA",
                        "client-data",
                        "AAAA",
                        "signature",
                        "AAAA"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(key + " did not sign this approval");
        assertThat(browser.post("/", form.replace("sign-approval", "approve"), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(work.number("SELECT COUNT(*) FROM valid_approval WHERE subject_kind = 'RUN'"))
                .isZero();
    }
}
