package se.partnersec.gallra.run;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import se.partnersec.gallra.policy.DataCategory;

/** Gives a sign of life every five seconds, on a connection of its own, whatever the chunks are waiting for. */
final class Heartbeat implements AutoCloseable {
    private final CategoryLease lease;
    private final DataCategory category;
    private final long token;
    private final Set<Long> connections = new ConcurrentSkipListSet<>();
    private final ScheduledExecutorService timer;

    Heartbeat(CategoryLease lease, DataCategory category, long token) {
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
    void publish(long connection) {
        connections.add(connection);
        lease.beat(category, token, connections);
    }

    private void quietly() {
        try {
            lease.beat(category, token, connections);
        } catch (DataAccessException e) {
            // The next beat may get through; if none does, the lease passes on, and the chunks notice.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
