package se.partnersec.gallra.erasure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryScene.Spec;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** What the shipped policy makes of data for which the privacy policy names no time. */
@Tag("full")
class MissingPeriodFindingIT {

    private static RunResult runWithFour(Workplace work, Scene scene) {
        var today = work.today();
        scene.put(work, Spec.of(1, today.minusYears(9)));
        scene.put(work, Spec.of(2, today.minusDays(1)));
        scene.put(work, Spec.of(3, null));
        scene.put(work, Spec.of(4, today.plusDays(5)));
        return work.run(scene.category(), today);
    }

    private static List<String> findings(Workplace work) {
        return work.texts("SELECT CONCAT(subject, ' ', code, ' ', times, ': ', detail) FROM finding");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEADS", "VISITS"})
    void erases_nothing_and_says_so_in_one_finding_with_the_number_of_records(Scene scene) {
        try (Workplace work = new Workplace(100)) {
            for (int times = 1; times <= 2; times++) {
                work.delete(scene.table(), "TRUE");
                RunResult result = runWithFour(work, scene);
                assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
                assertThat(result.counts().of(Outcome.ERASED)).isZero();
                assertThat(work.count(scene.table(), "TRUE")).isEqualTo(4);
                assertThat(findings(work))
                        .singleElement()
                        .asString()
                        .startsWith(scene.category() + " REVIEW_OVERDUE " + times + ": 4 records of " + scene.table());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEADS", "VISITS"})
    void keeps_silent_until_the_review_date_has_passed(Scene scene) {
        try (Workplace ahead = new Workplace(100, policy -> reviewBy(policy, "2999-12-31"));
                Workplace passed = new Workplace(100, policy -> reviewBy(policy, "2026-01-31"))) {
            assertThat(runWithFour(ahead, scene).exit()).isEqualTo(ExitCode.DONE);
            assertThat(ahead.count(scene.table(), "TRUE")).isEqualTo(4);
            assertThat(findings(ahead)).isEmpty();
            runWithFour(passed, scene);
            assertThat(passed.count(scene.table(), "TRUE")).isEqualTo(4);
            assertThat(findings(passed))
                    .singleElement()
                    .asString()
                    .contains("4 records of " + scene.table(), "was to be reviewed by 2026-01-31");
        }
    }

    private static String reviewBy(String policy, String day) {
        return policy.replace("review-by: not set", "review-by: " + day);
    }
}
