package se.partnersec.gallra.erasure.object;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** An object that more than one row names is nobody's to erase; and only the same letters name the same object. */
@GallraTest
@Tag("core")
class SharedObjectsIT {
    private static final long DUE = 5;
    private static final String KEY = requireNonNull(Scene.CALLS.objectKey(DUE));
    /** The same key to a collation that takes no heed of case. */
    private static final String ALIKE =
            "calls/" + KEY.substring("calls/".length()).toUpperCase(Locale.ROOT);

    private final Workplace work;
    private final LocalDate today;

    SharedObjectsIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        Scene.CALLS.put(work, Scene.Spec.of(DUE, Scene.CALLS.firstDue(today)));
    }

    @Test
    void keeps_two_rows_that_share_one_object() {
        young(9, KEY);
        run();
        isKept();
    }

    /** To the collation all three are one key, and it tells them under the spelling of the first; to the store they are two. */
    @Test
    void keeps_two_rows_that_share_one_object_beside_a_third_whose_key_only_resembles_theirs() {
        young(2, ALIKE);
        young(9, KEY);
        work.bucket().put(ALIKE, new byte[] {1});
        run();
        isKept();
    }

    @Test
    void keeps_a_recording_whose_object_a_log_file_names_too() {
        work.insert(
                "access_log_file",
                "id, object_key, oldest_at, newest_at, entries",
                1,
                KEY,
                today.atStartOfDay(),
                today.atStartOfDay(),
                1);
        run();
        isKept();
    }

    @Test
    void erases_a_row_whose_object_only_resembles_that_of_another() {
        young(9, ALIKE);
        work.bucket().put(ALIKE, new byte[] {1});
        run();
        assertThat(Scene.CALLS.gone(work, DUE)).isTrue();
        assertThat(work.bucket().versionsOf(ALIKE)).hasSize(1);
        assertThat(codes()).isEmpty();
    }

    /** What was looked for is not what the row names when it is about to go. */
    @Test
    void erases_also_the_object_that_a_row_names_since_its_former_one_went() {
        String later = "calls/later.wav";
        run(CrashPoint.OBJECTS_VERIFIED, () -> {
            work.bucket().put(later, new byte[] {1});
            work.update("call_recording", "object_key = ?", later);
        });
        assertThat(Scene.CALLS.gone(work, DUE)).isTrue();
        assertThat(work.bucket().versionsOf(later)).isEmpty();
    }

    /** The store has not let go of the former object when the row names another one: it is not called gone unseen. */
    @ParameterizedTest
    @CsvSource({"OPEN, WITHDRAWN", "IN_DOUBT, IN_DOUBT"})
    void says_of_no_version_that_it_is_gone_because_the_row_names_another_object(String before, String after) {
        work.admin()
                .update(
                        "INSERT INTO object_intent (run_id, category, record_key, bucket, object_key, version_id, etag, state,"
                                + " hold_epoch, opened_at) VALUES (1, 'call-recordings', ?, ?, ?, ?, NULL, ?, 0,"
                                + " UTC_TIMESTAMP(6))",
                        DUE,
                        work.bucket().name(),
                        work.settings().tags().seal(KEY),
                        work.bucket().versionsOf(KEY).get(0).versionId(),
                        before);
        String other = "calls/other.wav";
        work.bucket().put(other, new byte[] {1});
        work.update("call_recording", "object_key = ?", other);
        run();
        assertThat(Scene.CALLS.gone(work, DUE)).isFalse();
        assertThat(work.count("call_recording", "TRUE")).isZero();
        assertThat(work.bucket().versionsOf(KEY)).hasSize(2);
        assertThat(work.texts("SELECT state FROM object_intent ORDER BY id LIMIT 1"))
                .containsExactly(after);
    }

    /** Nobody can lose any more what is gone; the other row is told of as one without its object when it falls due. */
    @Test
    void erases_a_row_whose_object_another_row_names_since_it_went() {
        run(CrashPoint.OBJECTS_VERIFIED, () -> young(9, KEY));
        assertThat(work.count("call_recording", "id = " + DUE)).isZero();
        assertThat(work.count("call_recording", "id = 9")).isOne();
    }

    /** The other row was there before anything was asked for: found under the gate, and the object stays. */
    @Test
    void keeps_an_object_that_another_row_names_since_it_was_written_down() {
        run(CrashPoint.INTENTS_COMMITTED, () -> young(9, KEY));
        isKept();
    }

    private void young(long id, String objectKey) {
        work.insert(
                "call_recording", "id, queue, ended_at, object_key", id, "support", today.atStartOfDay(), objectKey);
    }

    private void run() {
        run(CrashPoint.SCOPE_FROZEN, () -> {});
    }

    /** Somebody acts once when the run is there for the first time. */
    private void run(CrashPoint there, Runnable act) {
        boolean[] once = {true};
        RunResult result = work.run(Scene.CALLS.category(), today, point -> {
            if (point == there && once[0]) {
                once[0] = false;
                act.run();
            }
        });
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
    }

    private void isKept() {
        assertThat(Scene.CALLS.whole(work, DUE)).isTrue();
        assertThat(codes()).containsExactly("OBJECT_SHARED");
    }

    private List<String> codes() {
        return work.texts("SELECT code FROM finding");
    }
}
