package se.partnersec.gallra.bench;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server's processor time as it grows, so that it can be told afterwards what it was when a step began. */
final class CpuWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 20;

    private final AtomicBoolean over = new AtomicBoolean();
    private final TreeMap<Instant, Double> seconds = new TreeMap<>();
    private final Thread thread;

    private CpuWatch(BenchServer server) {
        seconds.put(Instant.now(), server.cpuSeconds().orElse(Double.NaN));
        thread = new Thread(
                () -> {
                    while (!over.get()) {
                        try {
                            Thread.sleep(EVERY_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                        server.cpuSeconds().ifPresent(now -> seconds.put(Instant.now(), now));
                    }
                },
                "cpu");
    }

    static CpuWatch start(BenchServer server) {
        CpuWatch watch = new CpuWatch(server);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() throws InterruptedException {
        over.set(true);
        thread.join();
    }

    /** What it was then, in seconds; NaN where it cannot be read. Only after this was closed. */
    double at(Instant instant) {
        Map.Entry<Instant, Double> before = seconds.floorEntry(instant);
        return (before == null ? seconds.firstEntry() : before).getValue();
    }
}
