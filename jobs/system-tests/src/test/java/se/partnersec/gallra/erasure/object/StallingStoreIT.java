package se.partnersec.gallra.erasure.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;

/**
 * Clerks place holds while runs erase objects in a store that takes seven seconds over each request. Each is placed, and soon: a
 * chunk keeps the gate for five seconds at most. More of them by {@code -Dgallra.stall.holds=200}.
 */
@Tag("full")
@Tag("once")
class StallingStoreIT {
    private static final int HOLDS = Integer.getInteger("gallra.stall.holds", 10);
    private static final Duration EACH = Duration.ofSeconds(7);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int RECORDINGS = 200;
    /** On two cores the common pool of JDK 25 has one thread. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final int CLERKS = Math.min(HOLDS, 20);

    @AutoClose
    private final HostileS3 hostile = new HostileS3(TestServers.objectStore().bucket(TestServers.freshBucket(true)));

    @AutoClose
    private final Workplace work = new Workplace(20, hostile.settings());

    private final LocalDate today = work.today();

    @Test
    void every_hold_is_placed_soon_while_the_store_stalls() throws InterruptedException {
        work.customer(1);
        for (long id = 1; id <= RECORDINGS; id++) {
            Scene.CALLS.put(work, Scene.Spec.of(id, Scene.CALLS.firstDue(today)));
        }
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger gates = new AtomicInteger();
        CompletableFuture<Void> running = CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        work.run(Scene.CALLS.category(), today, point -> {
                            if (point == CrashPoint.OBJECTS_DECIDED && !over.get()) {
                                gates.incrementAndGet();
                                hostile.tell(Lies.stall(EACH));
                            } else if (point == CrashPoint.OBJECTS_ANSWERED || point == CrashPoint.CHUNK_READ) {
                                hostile.tell(Lies.none());
                            }
                        });
                    }
                },
                THREADS);
        while (gates.get() == 0 && !running.isDone()) {
            Thread.sleep(50);
        }
        List<Long> waits = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> clerks = new ArrayList<>();
        try (HikariDataSource finance = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, CLERKS)) {
            HoldService service = new HoldService(
                    new JdbcTemplate(finance),
                    new TransactionTemplate(new JdbcTransactionManager(finance)),
                    scopes -> Map.of());
            for (int clerk = 0; clerk < CLERKS; clerk++) {
                int first = clerk;
                clerks.add(CompletableFuture.runAsync(() -> place(service, first, gates, waits), THREADS));
            }
            clerks.forEach(CompletableFuture::join);
        }
        over.set(true);
        hostile.tell(Lies.none());
        running.join();
        Collections.sort(waits);
        long p99 = waits.get((int) Math.ceil(waits.size() * 0.99) - 1);
        System.out.println("holds while the store stalls: " + waits.size() + " placed, median "
                + waits.get(waits.size() / 2) + " ms, p99 " + p99 + " ms, longest " + waits.get(waits.size() - 1)
                + " ms, beside " + gates + " chunks with the gate");
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isEqualTo(HOLDS);
        assertThat(Duration.ofMillis(p99)).isLessThanOrEqualTo(SOON);
        assertThat(waits.get(waits.size() - 1)).as("some waited for a chunk").isGreaterThan(500);
    }

    /** Each hold while another chunk has the gate, as long as there are chunks. */
    private void place(HoldService service, int first, AtomicInteger gates, List<Long> waits) {
        Random random = new Random(20261128 + first);
        int seen = 0;
        for (int i = first; i < HOLDS; i += CLERKS) {
            try {
                for (int patience = 0; gates.get() == seen && patience < 600; patience++) {
                    Thread.sleep(50);
                }
                seen = gates.get();
                Thread.sleep(random.nextInt(3000));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            long began = System.nanoTime();
            service.add(new NewHold(
                    HoldType.LEGAL_CLAIM,
                    new HoldScope(ScopeType.RECORD, "call-recordings:" + (RECORDINGS + 1 + i)),
                    null,
                    null,
                    today.plusMonths(6),
                    null,
                    "tvist"));
            waits.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
        }
    }
}
