package se.partnersec.gallra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;

/**
 * Holds are placed while runs erase objects in a store that takes seven seconds over each request. Each is placed, and soon: a
 * chunk keeps the gate for five seconds at most. More of them by {@code -Dgallra.stall.holds=200}.
 */
@Tag("full")
@Tag("once")
class StallingStoreIT {
    private static final int HOLDS = Integer.getInteger("gallra.stall.holds", 10);
    private static final Duration EACH = Duration.ofSeconds(7);
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int RECORDINGS = 200;

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
        int[] gates = new int[1];
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                work.run(Scene.CALLS.category(), today, point -> {
                    if (point == CrashPoint.OBJECTS_DECIDED) {
                        gates[0]++;
                        hostile.tell(Lies.stall(EACH));
                    } else if (point == CrashPoint.OBJECTS_ANSWERED || point == CrashPoint.CHUNK_READ) {
                        hostile.tell(Lies.none());
                    }
                });
            }
        });
        List<Long> waits = new ArrayList<>();
        while (gates[0] == 0 && !running.isDone()) {
            Thread.sleep(50);
        }
        for (int i = 0; i < HOLDS; i++) {
            long began = System.nanoTime();
            work.hold(ScopeKind.RECORD, "call-recordings:" + (RECORDINGS + 1 + i));
            waits.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
            // As people do: not one right behind the other, so that chunks come between.
            Thread.sleep(700);
        }
        over.set(true);
        hostile.tell(Lies.none());
        running.join();
        Collections.sort(waits);
        long p99 = waits.get((int) Math.ceil(waits.size() * 0.99) - 1);
        System.out.println("holds while the store stalls: " + waits.size() + " placed, median "
                + waits.get(waits.size() / 2) + " ms, p99 " + p99 + " ms, longest " + waits.get(waits.size() - 1)
                + " ms, beside " + gates[0] + " chunks with the gate");
        assertThat(work.number("SELECT COUNT(*) FROM hold")).isEqualTo(HOLDS);
        assertThat(Duration.ofMillis(p99)).isLessThanOrEqualTo(SOON);
        assertThat(waits.get(waits.size() - 1)).as("some waited for a chunk").isGreaterThan(500);
    }
}
