package se.partnersec.gallra.erasure.object;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;

/** What was put on record a page ahead is asked for only after it was decided again. */
@GallraTest
@Tag("core")
class ObjectIntentPrefetchIT {
    private static final int RECORDS = 25;
    /** Of the second page of ten; with two versions of its object. */
    private static final long AHEAD = 15;

    private static final long PATIENCE_MILLIS = 30_000;

    private final Workplace work;
    private final LocalDate today;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicBoolean once = new AtomicBoolean(true);

    ObjectIntentPrefetchIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        for (long id = 1; id <= RECORDS; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(today)));
        }
    }

    /** Once, when the second page is on record too. */
    private void at(CrashPoint wanted, CrashPoint point, Runnable act) {
        if (point == CrashPoint.INTENTS_COMMITTED) {
            written.incrementAndGet();
        } else if (point == wanted && once.getAndSet(false)) {
            long until = System.currentTimeMillis() + PATIENCE_MILLIS;
            while (written.get() < 2) {
                assertThat(System.currentTimeMillis())
                        .as("the second page is on record")
                        .isLessThan(until);
                Thread.onSpinWait();
            }
            act.run();
        }
    }

    @Test
    void keeps_what_a_hold_came_for_after_it_was_put_on_record() {
        unfinished(AHEAD);
        unfinished(AHEAD + 1);
        RunResult result = work.run(
                Scene.CALLS.category(),
                today,
                point -> at(
                        CrashPoint.CHUNK_COMMITTED,
                        point,
                        () -> work.hold(ScopeType.RECORD, Scene.CALLS.category() + ":" + AHEAD)));
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(Scene.CALLS.whole(work, AHEAD)).isTrue();
        assertThat(uploads(AHEAD)).as("of what is held").isOne();
        assertThat(uploads(AHEAD + 1)).as("of what went").isZero();
        assertThat(intents("record_key = '" + AHEAD + "' AND state = 'WITHDRAWN'"))
                .isEqualTo(2);
        assertThat(work.count("call_recording", "TRUE")).isOne();
    }

    @Test
    void takes_back_what_a_stopped_run_did_not_come_to() {
        RunSession session = new RunSession(StartOptions.NONE, RunWatcher.NONE);
        try (SuiteContext suite = work.suite(point -> at(CrashPoint.LEDGER_WRITTEN, point, session::stop))) {
            List<RunResult> results = suite.bean(RunService.class).run(Scene.CALLS.category(), today, session);
            assertThat(results.get(0).exit()).as(results.toString()).isEqualTo(ExitCode.STOPPED);
        }
        assertThat(intents("state = 'GONE'")).isEqualTo(20);
        assertThat(intents("state = 'WITHDRAWN'")).isEqualTo(20);
        assertThat(intents("state NOT IN ('GONE', 'WITHDRAWN')")).isZero();
        assertThat(Scene.CALLS.whole(work, AHEAD)).isTrue();
        assertThat(work.run(Scene.CALLS.category(), today).exit()).isEqualTo(ExitCode.DONE);
        assertThat(work.count("call_recording", "TRUE")).isZero();
    }

    /** Three fall due after it was asked how many may go; in pages of 14 instead of 10 the second is not read before the first is counted. */
    @Test
    void takes_no_more_than_the_run_may_erase_though_its_pages_were_made_larger() {
        String table = work.table("call_recording");
        work.admin().update("UPDATE " + table + " SET " + Scene.CALLS.later(today) + " WHERE id <= 3");
        CrashPoint.Witness witness = point -> {
            if (point == CrashPoint.LIMITS_FROZEN) {
                work.admin()
                        .update("INSERT INTO run_order (uuid, run_id, action, chunk, reason)"
                                + " SELECT UUID(), MAX(run_id), 'SET', 14, 'a test' FROM run_scope");
                work.admin()
                        .update("UPDATE " + table + " young JOIN " + table
                                + " due ON due.id = 4 SET young.ended_at = due.ended_at WHERE young.id <= 3");
            }
        };
        try (SuiteContext suite = work.suite(witness)) {
            RunResult result = suite.runs()
                    .run(Scene.CALLS.category(), today, MaxDelete.parse("22").orElseThrow())
                    .get(0);
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.REFUSED);
        }
        assertThat(work.count("call_recording", "TRUE")).isEqualTo(RECORDS - 22);
    }

    private void unfinished(long id) {
        try (S3Client s3 = TestServers.objectStore().client()) {
            s3.createMultipartUpload(b -> b.bucket(work.bucket().name()).key(Scene.CALLS.objectKey(id)));
        }
    }

    private int uploads(long id) {
        return work.bucket()
                .unfinishedUploadsOf(requireNonNull(Scene.CALLS.objectKey(id)))
                .size();
    }

    private long intents(String where) {
        return requireNonNull(
                work.admin().queryForObject("SELECT COUNT(*) FROM object_intent WHERE " + where, Long.class));
    }
}
