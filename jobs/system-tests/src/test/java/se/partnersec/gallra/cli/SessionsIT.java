package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Golden;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/**
 * A night as it is typed and answered, in both languages: what would go, what is held and why, a limit that says no, a run that
 * fails, its restart, a run that ends well, and what is told of single records before and after.
 */
@Tag("once")
@Tag("full")
class SessionsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"en", "sv"})
    void a_night_in_the_language_of_whoever_types(String language) {
        try (Workplace work = new Workplace(100)) {
            Session session = new Session(Program.at(work, home).here(), language);
            lay(work);
            session.typed(0, "plan ip-logs --no-save");
            session.typed(0, "explain ip-logs:4");
            session.typed(0, "explain ip-logs:1");
            session.typed(0, "holds find --customer K-1");
            session.typed(8, "run ip-logs --max-delete 1");
            failing(work, session);
            session.typed(0, "runs restart 2");
            session.typed(0, "explain ip-logs:2");
            Scene.IPS.put(
                    work, Scene.Spec.of(9, Scene.IPS.firstDue(work.today())).customer(7));
            session.typed(0, "run ip-logs");
            session.typed(0, "runs show 2");
            assertThat(work.count("ip_log", "TRUE")).isEqualTo(1);
            Golden.check("session-" + language, session.text());
        }
    }

    private static void lay(Workplace work) {
        work.customer(1);
        for (long id = 1; id <= 4; id++) {
            Scene.IPS.put(
                    work,
                    Scene.Spec.of(id, Scene.IPS.firstDue(work.today()).minusDays(id))
                            .customer(id == 4 ? 1 : 7));
        }
        work.holdService()
                .add(new NewHold(
                        HoldType.LEGAL_CLAIM,
                        new HoldScope(ScopeType.CUSTOMER, "1"),
                        null,
                        null,
                        work.today().plusDays(30),
                        "avtal 2024-17",
                        "tvist om en faktura"));
    }

    /** The day was counted before, and nobody has that on record. */
    private static void failing(Workplace work, Session session) {
        work.countedByNobody();
        session.typed(5, "run ip-logs");
        work.delete("ip_log_statistic", "TRUE");
    }

    /** What was typed and what was answered, as on one screen. */
    private static final class Session {
        private final Program gallra;
        private final String language;
        private final StringBuilder text = new StringBuilder();

        Session(Program gallra, String language) {
            this.gallra = gallra;
            this.language = language;
        }

        void typed(int exit, String command) {
            Answer answer = gallra.run(command + " --lang " + language);
            assertThat(answer.exit()).as(answer.out() + answer.err()).isEqualTo(exit);
            text.append("$ gallra ").append(command).append('\n').append(answer.out());
            answer.err()
                    .lines()
                    .filter(line -> !line.contains("%"))
                    .forEach(line -> text.append("! ").append(line).append('\n'));
            text.append("= ").append(exit).append("\n\n");
        }

        /** Logins and schemas of tests differ each time, and so do the moments at which attempts began. */
        String text() {
            return text.toString()
                    .replaceAll("\\bt\\d+_[0-9a-z]+_\\d+\\w*", "test")
                    .replaceAll("T\\d{2}:\\d{2}:\\d{2}\\.\\d{1,6}\\b", "Thh:mm:ss.micros");
        }
    }

    /** Whoever reads one of the two has to be able to find the same in the other. */
    @Test
    void both_languages_are_asked_the_same() throws Exception {
        assertThat(commands("sv")).isEqualTo(commands("en")).hasSizeGreaterThan(9);
    }

    private static java.util.List<String> commands(String language) throws java.io.IOException {
        return java.nio.file.Files.readAllLines(
                        Path.of("src", "test", "resources", "golden", "session-" + language + ".txt"))
                .stream()
                .filter(line -> line.startsWith("$ ") || line.startsWith("= "))
                .toList();
    }
}
