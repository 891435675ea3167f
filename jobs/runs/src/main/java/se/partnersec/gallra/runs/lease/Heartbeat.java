package se.partnersec.gallra.runs.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Gives a sign of life every five seconds, on a connection of its own, whatever the chunks are waiting for. */
public final class Heartbeat implements AutoCloseable {
    /** Many times the pool's size; a long run goes through more connections than the column holds. */
    private static final int MOST_CONNECTIONS = 32;

    private final CategoryLease lease;
    private final DataCategory category;
    private final long token;
    private final Deque<Long> connections = new ArrayDeque<>();
    private final ScheduledExecutorService timer;

    public Heartbeat(CategoryLease lease, DataCategory category, long token) {
        this.lease = lease;
        this.category = category;
        this.token = token;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat " + category);
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::quietly, 5, 5, TimeUnit.SECONDS);
    }

    /** Puts a connection on record before it keeps a lock that could outlive this process. */
    public void publish(long connection) {
        synchronized (connections) {
            connections.addLast(connection);
            if (connections.size() > MOST_CONNECTIONS) {
                connections.removeFirst();
            }
        }
        beat();
    }

    private void beat() {
        Set<Long> known;
        synchronized (connections) {
            known = Set.copyOf(connections);
        }
        lease.beat(category, token, known);
    }

    private void quietly() {
        try {
            beat();
        } catch (RuntimeException e) {
            // The next beat may get through; if none does, the lease passes on, and the chunks notice.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
