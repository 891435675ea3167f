package se.partnersec.gallra.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What goes on beside a deletion: rows come in, rows are changed, holds are placed; and how long each of it waits. */
final class Probes implements AutoCloseable {
    private static final long EVERY_MILLIS = 10;
    private static final long HOLD_EVERY_MILLIS = 200;
    private static final int STRANGERS = 1_000_000;

    /** A customer that no row names: what is placed on them changes no count. */
    private static final AtomicInteger STRANGER = new AtomicInteger(STRANGERS);

    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Double> inserts = new ArrayList<>();
    private final List<Double> updates = new ArrayList<>();
    private final List<Double> holds = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private interface Step {
        void at(int i) throws SQLException;
    }

    /** @param ours whether the wait of holds is told that finance places, or of those in the plain table */
    static Probes start(BenchServer server, AgedRows rows, boolean ours) {
        Probes probes = new Probes();
        probes.repeat(server, EVERY_MILLIS, statement -> i -> {
            probes.inserts.add(
                    millis(
                            () -> statement.executeUpdate(
                                    "INSERT INTO " + rows.name()
                                            + " (seen_at, customer_id, user_id, service, address) VALUES (UTC_TIMESTAMP(3), 1, 1, 'probe', '::1')")));
            probes.updates.add(millis(() -> statement.executeUpdate("UPDATE " + rows.name() + " SET service = 'probe"
                    + i % 2 + "' WHERE id = " + rows.young(i * 997))));
        });
        // The same goes on beside each way, or the others' inserts would wait for less: what counts is where this way
        // looks for holds.
        probes.repeat(
                server,
                HOLD_EVERY_MILLIS,
                statement -> i -> probes.held(ours, millis(() -> server.hold(STRANGER.getAndIncrement()))));
        probes.repeat(
                server,
                HOLD_EVERY_MILLIS,
                // In the gap that whoever asks for the first customers has locked, as for one of them.
                statement -> i -> probes.held(
                        !ours,
                        millis(() -> statement.executeUpdate("INSERT INTO " + rows.holds() + " VALUES ("
                                + (STRANGER.getAndIncrement() - 2 * STRANGERS) + ")"))));
        return probes;
    }

    private void held(boolean told, double millis) {
        if (told) {
            holds.add(millis);
        }
    }

    private void repeat(BenchServer server, long millis, Function<Statement, Step> steps) {
        Thread thread = new Thread(
                () -> {
                    try (Connection connection = server.connect();
                            Statement statement = connection.createStatement()) {
                        Step step = steps.apply(statement);
                        for (int i = 0; !over.get(); i++) {
                            step.at(i);
                            Thread.sleep(millis);
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "probe");
        threads.add(thread);
        thread.start();
    }

    private interface Timed {
        void run() throws SQLException;
    }

    private static double millis(Timed timed) throws SQLException {
        long started = System.nanoTime();
        timed.run();
        return (System.nanoTime() - started) / 1e6;
    }

    @Override
    public void close() throws InterruptedException {
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Milliseconds; only after it was closed. */
    double longestHold() {
        return Spread.of(holds).max();
    }

    /** Milliseconds that 99 of 100 inserts and updates stayed below. */
    double p99() {
        List<Double> all = new ArrayList<>(inserts);
        all.addAll(updates);
        return Spread.percentile(all, 99);
    }
}
