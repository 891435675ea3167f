package se.partnersec.gallra.runs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;
import se.partnersec.gallra.testing.assertion.AtOnce;

/** Two categories run in one process at the same moment: orders, limits and progress are each run's own. */
@GallraTest(chunk = 10)
class RunsAtOnceIT {
    private static final int RECORDS = 55;

    private final Workplace work;
    private final LocalDate today;
    private final SuiteContext suite;
    /** Both are inside their first chunk before either goes on. */
    private final CyclicBarrier both = new CyclicBarrier(2);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    RunsAtOnceIT(Workplace work, SuiteContext suite, LocalDate today) {
        this.work = work;
        this.suite = suite;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        for (long id = 1; id <= RECORDS; id++) {
            Scene.IPS.put(work, Scene.Spec.of(id, Scene.IPS.firstDue(today)));
            Scene.CHATS.put(work, Scene.Spec.of(id, Scene.CHATS.firstDue(today)));
        }
    }

    /** Progress as one run's caller is told it; in its first chunk it waits for the other run's. */
    private final class Watched implements RunWatcher {
        private final List<DataCategory> told = Collections.synchronizedList(new ArrayList<>());
        private final Consumer<Long> began;
        private long seen;
        private long candidates;

        Watched(Consumer<Long> began) {
            this.began = began;
        }

        @Override
        public void started(DataCategory category, long runId, long toMeet, long done) {
            told.add(category);
            candidates += toMeet;
            AtOnce.await(both);
            began.accept(runId);
        }

        @Override
        public void moved(DataCategory category, long records, long erased) {
            told.add(category);
            seen += records;
        }
    }

    /** The common pool of a machine of two cores has one thread. */
    private CompletableFuture<RunResult> start(Scene scene, RunSession session) {
        return CompletableFuture.supplyAsync(
                () -> suite.bean(RunService.class)
                        .run(scene.category(), today, session)
                        .get(0),
                threads);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static RunResult ended(CompletableFuture<RunResult> running) throws Exception {
        return running.get(60, TimeUnit.SECONDS);
    }

    private long left(Scene scene) {
        return work.count(scene.table(), "TRUE");
    }

    @Test
    @Tag("core")
    void a_stop_of_one_leaves_the_other_and_each_tells_of_its_own() throws Exception {
        RunSession[] ips = new RunSession[1];
        Watched ipProgress = new Watched(run -> ips[0].stop());
        Watched chatProgress = new Watched(run -> {});
        ips[0] = new RunSession(StartOptions.NONE, ipProgress);
        CompletableFuture<RunResult> one = start(Scene.IPS, ips[0]);
        CompletableFuture<RunResult> other = start(Scene.CHATS, new RunSession(StartOptions.NONE, chatProgress));

        assertThat(ended(one).exit()).isEqualTo(ExitCode.STOPPED);
        assertThat(ended(other).exit()).isEqualTo(ExitCode.DONE);
        assertThat(left(Scene.IPS)).isEqualTo(RECORDS - 10);
        assertThat(left(Scene.CHATS)).isZero();
        assertThat(ipProgress.told).containsOnly(CategoryIds.IP_LOGS);
        assertThat(chatProgress.told).containsOnly(CategoryIds.CHAT_LOGS);
        assertThat(List.of(ipProgress.candidates, chatProgress.candidates)).containsOnly((long) RECORDS);
        assertThat(chatProgress.seen).isGreaterThanOrEqualTo(RECORDS);
    }

    @Test
    @Tag("full")
    void an_order_to_one_stops_the_other_not() throws Exception {
        RunOrderService orders =
                new RunOrderService(suite.login(DatabaseRole.FINANCE).jdbc());
        Watched ordered = new Watched(run -> orders.stop(run, "wrong night"));
        CompletableFuture<RunResult> one = start(Scene.IPS, new RunSession(StartOptions.NONE, ordered));
        CompletableFuture<RunResult> other =
                start(Scene.CHATS, new RunSession(StartOptions.NONE, new Watched(run -> {})));

        RunResult stopped = ended(one);
        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED);
        assertThat(stopped.why()).contains("wrong night");
        assertThat(ended(other).exit()).isEqualTo(ExitCode.DONE);
        assertThat(left(Scene.CHATS)).isZero();
    }

    @Test
    @Tag("full")
    void what_one_may_erase_does_not_limit_the_other() throws Exception {
        MaxDelete most = MaxDelete.parse("20").orElseThrow();
        CompletableFuture<RunResult> one = start(Scene.IPS, new RunSession(StartOptions.most(most), RunWatcher.NONE));
        CompletableFuture<RunResult> other = start(Scene.CHATS, new RunSession(StartOptions.NONE, RunWatcher.NONE));

        assertThat(ended(one).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(ended(other).exit()).isEqualTo(ExitCode.DONE);
        assertThat(left(Scene.IPS)).isEqualTo(RECORDS);
        assertThat(left(Scene.CHATS)).isZero();
    }
}
