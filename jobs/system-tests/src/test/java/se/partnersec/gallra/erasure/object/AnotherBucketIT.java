package se.partnersec.gallra.erasure.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;

/** What a dead run meant to ask of one bucket is not looked for in another, where everything looks gone. */
@GallraTest(chunk = 3)
@Tag("full")
@Tag("once")
class AnotherBucketIT {
    private final Workplace work;
    private final LocalDate today;

    AnotherBucketIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= 4; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(today)));
        }
    }

    private RunResult inAnotherBucket() {
        GallraSettings usual = work.settings();
        try (SuiteContext suite = SuiteContext.of(new GallraSettings(
                usual.url(),
                usual.accounts(),
                TestServers.objectStore().bucket(TestServers.freshBucket(true)),
                usual.config(),
                usual.tags(),
                usual.chunk()))) {
            return suite.runs().run(Scene.CALLS.category(), today).get(0);
        }
    }

    private void refused() {
        RunResult result = inAnotherBucket();
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(result.why())
                .contains("objects of the bucket " + work.bucket().name())
                .contains("GALLRA_S3_BUCKET");
    }

    @Test
    void what_was_put_on_record_and_not_asked_for_is_not_called_gone() {
        assertThat(CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.INTENTS_COMMITTED, 1))
                .isTrue();
        assertThat(work.number("SELECT COUNT(*) FROM object_intent WHERE state = 'OPEN'"))
                .isPositive();
        refused();
        assertThat(work.number("SELECT COUNT(*) FROM object_intent WHERE state = 'GONE'"))
                .isZero();
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(4);
        RunResult after = work.run(Scene.CALLS.category(), today);
        assertThat(after.exit()).as("with the bucket of before").isEqualTo(ExitCode.DONE);
        assertThat(work.count("call_recording", "TRUE")).isZero();
    }

    /** The same run would look there whether what it erased came back. */
    @Test
    void what_a_run_erased_is_not_looked_for_in_another_bucket() {
        assertThat(CrashingRun.kill(work, Scene.CALLS.category(), CrashPoint.CHUNK_COMMITTED, 2))
                .isTrue();
        work.admin().update("UPDATE object_intent SET state = 'WITHDRAWN' WHERE state <> 'GONE'");
        refused();
        assertThat(work.run(Scene.CALLS.category(), today).exit())
                .as("with the bucket of before")
                .isEqualTo(ExitCode.DONE);
    }

    /** Once all is settled nothing stands against it. */
    @Test
    void a_bucket_may_be_another_after_the_run_has_ended() {
        assertThat(work.run(Scene.CALLS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(inAnotherBucket().exit()).isEqualTo(ExitCode.DONE);
    }
}
