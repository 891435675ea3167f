package se.partnersec.gallra.console;

import static org.assertj.core.api.Assertions.assertThat;
import static se.partnersec.gallra.console.SingleSignOnConsole.location;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.approvals.assertion.KeyAlgorithm;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.PersonAccounts;
import se.partnersec.gallra.testing.SoftwarePasskey;
import se.partnersec.gallra.testing.Workplace;

/**
 * Many people act at the same moment in one process: each row has the name of the session that wrote it. Four in five sign in with a
 * database login and ask for runs; the others with single sign-on, all of them under one account, and offer passkeys.
 */
@GallraTest
@Tag("full")
class ConsoleActorsIT {
    private static final int SESSIONS = Integer.getInteger("sessions", 50);
    private static final int ACTS = Integer.getInteger("acts", 4);
    private static final int SESSIONS_OF_A_LOGIN = 2;
    private static final List<PersonRole> ROLES = List.of(PersonRole.FINANCE, PersonRole.OFFICER);

    private final Workplace work;
    private final Path home;

    ConsoleActorsIT(Workplace work, @TempDir Path home) {
        this.work = work;
        this.home = home;
    }

    /** Sends forms one after another; each row says in its own text whose it should be. @return answers to forms that were not carried out */
    private static List<String> acts(Browser browser, String form, Callable<Map<String, String>> values)
            throws Exception {
        String token = browser.token(form);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < ACTS; i++) {
            Map<String, String> fields = new HashMap<>(values.call());
            fields.put("order-id", UUID.randomUUID().toString());
            HttpResponse<String> answer = browser.submit(form, token, fields);
            if (answer.statusCode() != 302) {
                refused.add(answer.statusCode() + " " + answer.body());
            }
        }
        return refused;
    }

    private static Map<String, String> passkey(String person) {
        SoftwarePasskey key = new SoftwarePasskey(KeyAlgorithm.ES256);
        return Map.of(
                "credential", key.credential(),
                "public-key", key.publicKey(),
                "algorithm", String.valueOf(key.algorithm().cose()),
                "origin", "https://" + person + ".example.com");
    }

    @Test
    void each_row_has_the_name_of_the_session_that_wrote_it() throws Exception {
        List<PersonAccounts> staff = new ArrayList<>();
        staff.add(PersonAccounts.create(work.accounts()));
        try (SingleSignOnConsole console = SingleSignOnConsole.start(work, staff.get(0), home)) {
            int port = console.console().port();
            List<Callable<List<String>>> people = new ArrayList<>();
            int shared = SESSIONS / 5;
            for (int i = 0; i < shared; i++) {
                String person = "person." + i;
                console.register(person, "Sub-" + i);
                Browser browser = new Browser(port, "en");
                assertThat(location(console.signOn(browser, "Sub-" + i))).isEqualTo("/");
                people.add(() -> acts(browser, "/system/acts/offer-passkey", () -> passkey(person)));
            }
            for (int i = 0; i < SESSIONS - shared; i++) {
                if (i > 0 && i % (ROLES.size() * SESSIONS_OF_A_LOGIN) == 0) {
                    staff.add(staff.get(0).again("a" + i));
                }
                var account = staff.get(staff.size() - 1).account(ROLES.get(i % ROLES.size()));
                Browser browser = console.console().as(account, "en");
                people.add(() -> acts(
                        browser,
                        "/plans/acts/allow",
                        () -> Map.of("category", "ip-logs", "max-delete", "700", "reason", account.user())));
            }
            var pool = Executors.newFixedThreadPool(SESSIONS);
            List<String> refused = new ArrayList<>();
            long begun = System.nanoTime();
            try {
                for (Future<List<String>> person : pool.invokeAll(people)) {
                    refused.addAll(person.get());
                }
            } finally {
                pool.shutdownNow();
            }
            System.out.println(SESSIONS * ACTS + " acts of " + SESSIONS + " sessions in "
                    + Duration.ofNanos(System.nanoTime() - begun));
            assertThat(refused).isEmpty();
            assertThat(work.number("SELECT COUNT(*) FROM person_key")).isEqualTo((long) shared * ACTS);
            assertThat(
                            work.number(
                                    "SELECT COUNT(*) FROM person_key WHERE origin <> CONCAT('https://', person, '.example.com')"))
                    .isZero();
            assertThat(work.number("SELECT COUNT(DISTINCT person) FROM person_key"))
                    .isEqualTo(shared);
            assertThat(work.number("SELECT COUNT(*) FROM approval_request WHERE subject_kind = 'RUN'"))
                    .isEqualTo((long) (SESSIONS - shared) * ACTS);
            assertThat(work.number("SELECT COUNT(*) FROM approval_request WHERE subject_kind = 'RUN'"
                            + " AND requested_by <> CONCAT(reason, '@%')"))
                    .isZero();
        } finally {
            staff.forEach(PersonAccounts::close);
        }
    }
}
