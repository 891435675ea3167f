package se.partnersec.gallra.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.embedded.EmbeddedObjectStore;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ExpiringSignature;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.CrashingRun;
import se.partnersec.gallra.testing.FrozenChild;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.Rewriting;

/** A process is stopped with its locks in its hands, taken for dead, and wakes up when another has done its work. */
@GallraTest(chunk = 3)
@Tag("core")
class FrozenHolderIT {
    private static final String CHECK =
            "SELECT taking, UTC_TIMESTAMP(6), CONCAT_WS(' ', @@hostname, @@port, @@server_id)"
                    + " FROM lease WHERE category = ? LOCK IN SHARE MODE";

    private final Workplace work;

    FrozenHolderIT(Workplace work) {
        this.work = work;
    }

    @ParameterizedTest
    @EnumSource(names = {"LEDGER_WRITTEN", "CHUNK_COMMITTED", "VERIFIED"})
    void a_frozen_run_is_taken_over_and_commits_nothing_when_it_wakes(CrashPoint point) {
        Scene scene = Scene.IPS;
        Rehearsal rehearsal = new Rehearsal(work, scene);
        rehearsal.lay();
        assertThat(work.run(scene.category(), rehearsal.today()).exit()).isEqualTo(ExitCode.DONE);
        Set<String> undisturbed = rehearsal.strictly();
        rehearsal.lay();
        int pass = point == CrashPoint.VERIFIED ? 1 : 2;
        try (FrozenChild frozen = new FrozenChild(work, scene.category(), rehearsal.today(), point, pass)) {
            long token = token();
            assertThat(work.run(scene.category(), rehearsal.today()).exit()).isEqualTo(ExitCode.RUNNING);
            age();
            if (point == CrashPoint.LEDGER_WRITTEN) {
                // The guard that decides here: as long as the connection lives, nobody gets past its locks.
                assertThatThrownBy(() -> takeWithoutEnding(scene)).hasMessageContaining("still holds locks");
                assertThat(token()).isEqualTo(token);
            }
            RunResult result = work.run(scene.category(), rehearsal.today());
            assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
            assertThat(result.resumed()).isTrue();
            assertThat(token()).isEqualTo(token + 1);
            assertThat(rehearsal.strictly()).isEqualTo(undisturbed);
            List<String> rows = ledger();

            int exit = frozen.wake();
            assertThat(exit).as(frozen.result()).isEqualTo(ExitCode.RUNNING.number());
            assertThat(frozen.result()).contains("was taken over by another run");
            assertThat(rehearsal.strictly()).isEqualTo(undisturbed);
            assertThat(ledger()).isEqualTo(rows);
            assertThat(token()).isEqualTo(token + 1);
        }
        assertThat(rehearsal.verified()).isTrue();
        assertThat(statuses("BATCH_JOB_EXECUTION ORDER BY JOB_EXECUTION_ID")).containsExactly("FAILED", "COMPLETED");
        assertThat(statuses("BATCH_STEP_EXECUTION")).containsOnly("FAILED", "COMPLETED");
    }

    @Test
    void a_process_frozen_before_its_request_sends_none_when_it_wakes_after_a_hold() {
        Scene scene = Scene.CALLS;
        Rehearsal rehearsal = new Rehearsal(work, scene);
        rehearsal.lay();
        CrashPoint point = CrashPoint.OBJECTS_REQUESTED;
        try (FrozenChild frozen = new FrozenChild(work, scene.category(), rehearsal.today(), point, 1)) {
            age();
            try (var suite = work.suite()) {
                long run = new RunHistory(work.admin())
                        .list(new RunHistory.Filter(scene.category(), null, false), 1)
                        .get(0)
                        .runId();
                assertThat(suite.runs().recover(run).exit()).isEqualTo(ExitCode.FAILED);
            }
            // Nothing stands in the hold's way: the gate went with the frozen connection.
            rehearsal.hold(2);
            assertThat(frozen.wake()).as(frozen.result()).isEqualTo(ExitCode.RUNNING.number());
        }
        assertThat(scene.whole(work, 2)).isTrue();
        RunResult result = work.run(scene.category(), rehearsal.today());
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(scene.whole(work, 2)).isTrue();
        assertThat(scene.gone(work, 1)).isTrue();
        assertThat(scene.gone(work, 3)).isTrue();
    }

    /** Its time for requests is over by then; what it had sent before, the store refuses: see FencedStoreIT. */
    @Test
    void a_process_frozen_after_its_last_look_at_the_lease_deletes_nothing_when_it_wakes_after_a_hold() {
        assertThat(keptIfFrozenAfterItsLastLook(work)).isTrue();
        RunResult result = work.run(Scene.CALLS.category(), work.today());
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.DONE);
        assertThat(Scene.CALLS.whole(work, 2)).isTrue();
        assertThat(Scene.CALLS.gone(work, 1)).isTrue();
    }

    @Test
    void where_a_store_takes_old_requests_a_run_that_died_waits_for_an_operators_word() {
        try (EmbeddedObjectStore store = EmbeddedObjectStore.startWithoutSignatures();
                Workplace unfenced = unfenced(store)) {
            Rehearsal rehearsal = new Rehearsal(unfenced, Scene.CALLS);
            rehearsal.lay();
            assertThat(CrashingRun.kill(unfenced, Scene.CALLS.category(), CrashPoint.OBJECTS_REQUESTED, 1))
                    .isTrue();
            RunResult refused = unfenced.run(Scene.CALLS.category(), rehearsal.today());
            assertThat(refused.exit()).as(refused.toString()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.why()).contains("the object store carries out requests however old they are");
            assertThat(unfenced.count("call_recording", "TRUE")).isEqualTo(12);
            try (var suite = unfenced.suite()) {
                suite.runs().recover(unfenced.number("SELECT MAX(run_id) FROM run_scope"));
            }
            assertThat(unfenced.run(Scene.CALLS.category(), rehearsal.today()).exit())
                    .isEqualTo(ExitCode.DONE);
        }
    }

    private static Workplace unfenced(EmbeddedObjectStore store) {
        return new Workplace(5, bucket(store))
                .storedIn(new TestObjectStore(store.endpoint(), store.accessKey(), store.secretKey()));
    }

    private static BucketSettings bucket(EmbeddedObjectStore store) {
        BucketSettings settings = new BucketSettings(
                store.endpoint().toString(), "eu-north-1", "unfenced", store.accessKey(), store.secretKey(), null);
        try (ObjectBucket bucket = new ObjectBucket(settings)) {
            bucket.makeIfMissing();
        }
        return settings;
    }

    private boolean keptIfFrozenAfterItsLastLook(Workplace place) {
        Scene scene = Scene.CALLS;
        Rehearsal rehearsal = new Rehearsal(place, scene);
        rehearsal.lay();
        try (FrozenChild frozen =
                new FrozenChild(place, scene.category(), rehearsal.today(), CrashPoint.OBJECTS_ALLOWED, 1)) {
            long since = System.nanoTime();
            place.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
            try (var suite = place.suite()) {
                long run = new RunHistory(place.admin())
                        .list(new RunHistory.Filter(scene.category(), null, false), 1)
                        .get(0)
                        .runId();
                assertThat(suite.runs().recover(run).exit()).isEqualTo(ExitCode.FAILED);
            }
            PlacedHold hold = rehearsal.hold(2);
            assertThat(hold.epoch()).isPositive();
            sleepUntil(since + ExpiringSignature.LIFE.plusSeconds(3).toNanos());
            assertThat(frozen.wake()).as(frozen.result()).isEqualTo(ExitCode.RUNNING.number());
        }
        return scene.whole(place, 2);
    }

    private static void sleepUntil(long nanos) {
        try {
            while (System.nanoTime() < nanos) {
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows that the token decides between chunks: the same take-over, with the question left out. */
    @Test
    void without_the_question_for_its_token_a_run_would_go_on() {
        Scene scene = Scene.IPS;
        Rehearsal rehearsal = new Rehearsal(work, scene);
        rehearsal.lay();
        AtomicReference<@Nullable String> former = new AtomicReference<>();
        CrashPoint.Witness takeOver = point -> {
            if (point == CrashPoint.CHUNK_COMMITTED && former.get() == null) {
                former.set(work.texts("SELECT taking FROM lease").get(0));
                work.admin().update("UPDATE lease SET token = 2, holder = 'another', taking = UUID()");
            }
        };
        try (AlteredRuns unfenced = AlteredRuns.rewriting(
                work,
                sql -> sql.equals(CHECK) && former.get() != null
                        ? CHECK.replace("taking", "'" + former.get() + "'")
                        : sql,
                takeOver)) {
            assertThat(unfenced.run(scene.category(), rehearsal.today()).get(0).exit())
                    .isEqualTo(ExitCode.DONE);
        }
    }

    private void takeWithoutEnding(Scene scene) {
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 1)) {
            new JdbcTemplate(pool).execute("SET innodb_lock_wait_timeout = 1");
            Rewriting blunt = new Rewriting(pool, sql -> sql.startsWith("KILL") ? "DO 0" : sql);
            new CategoryLease(
                            new JdbcTemplate(blunt),
                            new TransactionTemplate(new JdbcTransactionManager(blunt)),
                            "the test")
                    .take(scene.category(), Set.of());
        }
    }

    /** The heart stands still, and the test does not wait until that is noticed. */
    private void age() {
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
    }

    private long token() {
        Long token = work.admin().queryForObject("SELECT MAX(token) FROM lease", Long.class);
        return token == null ? 0 : token;
    }

    private List<String> ledger() {
        return work.texts("SELECT CONCAT(seq, ' ', HEX(hash)) FROM ledger_chunk ORDER BY seq");
    }

    private List<String> statuses(String from) {
        return work.texts("SELECT STATUS FROM " + from);
    }
}
