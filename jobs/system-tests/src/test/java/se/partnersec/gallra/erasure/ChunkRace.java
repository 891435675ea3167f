package se.partnersec.gallra.erasure;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.AlteredRuns;
import se.partnersec.gallra.testing.Workplace;

/** Runs of one category, in each of which the steps of another party lie before other points of the chunk. */
final class ChunkRace {
    private final Workplace work;
    private final DataCategory category;

    ChunkRace(Workplace work, DataCategory category) {
        this.work = work;
        this.category = category;
    }

    /** Record that a run is about, and the steps of the other party. */
    interface Start {
        /** @param id of the record, which is to be written first */
        List<Runnable> steps(Party party, long id);
    }

    /** Whether the other party's commit was acknowledged before the request to the store, and before the commit of the rows. */
    record InTime(boolean request, boolean commit) {}

    interface End {
        void judge(List<Integer> order, long id, InTime acknowledged);
    }

    void run(List<List<Integer>> orders, UnaryOperator<String> change, Start start, End end) {
        AtomicReference<@Nullable Turnstile> turnstile = new AtomicReference<>();
        AtomicReference<@Nullable Party> party = new AtomicReference<>();
        boolean[] request = new boolean[1];
        boolean[] commit = new boolean[1];
        CrashPoint.Witness witness = point -> {
            Turnstile now = turnstile.get();
            Party who = party.get();
            if (now != null && who != null) {
                now.passed(point);
                request[0] |= point == CrashPoint.OBJECTS_REQUESTED && who.acknowledged;
                commit[0] |= point == CrashPoint.LEDGER_WRITTEN && who.acknowledged;
            }
        };
        long id = 0;
        try (AlteredRuns altered = AlteredRuns.rewriting(work, change, witness)) {
            for (List<Integer> order : orders) {
                id++;
                request[0] = false;
                commit[0] = false;
                try (Party who = new Party(work.adminPool());
                        Turnstile now = new Turnstile(order, start.steps(who, id))) {
                    party.set(who);
                    turnstile.set(now);
                    altered.run(category, work.today());
                    turnstile.set(null);
                    now.finish();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                end.judge(order, id, new InTime(request[0], commit[0]));
            }
        }
    }

    /** Another party: takes its steps on a connection of its own. */
    static final class Party implements AutoCloseable {
        private final Connection connection;
        volatile boolean acknowledged;

        Party(DataSource source) throws SQLException {
            connection = source.getConnection();
            connection.setAutoCommit(false);
        }

        Runnable sql(String sql) {
            return () -> {
                try (Statement s = connection.createStatement()) {
                    s.execute("SET SESSION innodb_lock_wait_timeout = 20");
                    if (s.executeUpdate(sql) != 1) {
                        throw new IllegalStateException("there was nothing left to change");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        /** The same by a loader that switches foreign keys off. */
        Runnable unchecked(String sql) {
            return () -> {
                try (Statement s = connection.createStatement()) {
                    s.execute("SET SESSION foreign_key_checks = 0");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                sql(sql).run();
            };
        }

        Runnable commit() {
            return () -> {
                try {
                    connection.commit();
                    acknowledged = true;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        Runnable rollback() {
            return () -> {
                try {
                    connection.rollback();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            try (Statement s = connection.createStatement()) {
                s.execute("SET SESSION foreign_key_checks = 1");
            }
            connection.close();
        }
    }

    /**
     * Every way to lay steps before points 0 to {@code points}, in their order.
     *
     * @param spread how far the last step may lie behind the first; limits the number of ways
     */
    static List<List<Integer>> orders(int points, int steps, int spread) {
        List<List<Integer>> all = new ArrayList<>();
        extend(new ArrayList<>(), points, steps, spread, all);
        return all;
    }

    private static void extend(List<Integer> begun, int points, int steps, int spread, List<List<Integer>> all) {
        if (begun.size() == steps) {
            all.add(List.copyOf(begun));
            return;
        }
        int from = begun.isEmpty() ? 0 : begun.get(begun.size() - 1);
        int to = begun.isEmpty() ? points : Math.min(points, begun.get(0) + spread);
        for (int at = from; at <= to; at++) {
            begun.add(at);
            extend(begun, points, steps, spread, all);
            begun.remove(begun.size() - 1);
        }
    }
}
