package se.partnersec.gallra.runs.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.support.exit.ExitCode;

/** Orders to start, restart or recover a run, which a worker under the job's account carries out, each once. */
public final class WorkerOrders {
    private static final int LONGEST_NOTE = 1000;

    /** Orders of one round: whoever writes many by SQL must not keep a night from beginning. */
    private static final int MOST = 100;

    private static final String CANCELLED =
            "EXISTS (SELECT 1 FROM run_order c WHERE c.action = 'CANCEL' AND c.lifts = o.id AND c.id > o.id)";

    /** An order by SQL may name any day: none waits longer than those of {@link RunOrderService}. */
    private static final String IN_TIME =
            "(o.until_at > UTC_TIMESTAMP(6) AND o.until_at <= o.asked_at + INTERVAL 25 HOUR)";

    private static final String SELECT = """
            SELECT o.id, o.run_id, RTRIM(o.action) AS action, o.rate, o.chunk, o.lifts, o.category, o.attempt,
              o.until_at + INTERVAL 0 SECOND AS until_at, NOT COALESCE(%s, FALSE) AS is_over, o.reason, o.asked_at, o.asked_by,
              e.holder, e.taken_at, e.ended_at, e.outcome, e.run_id AS started, e.note,
              %s AS cancelled
            FROM run_order o LEFT JOIN order_execution e ON e.order_id = o.id
            WHERE o.action IN ('START', 'RESTART', 'RECOVER')""".formatted(IN_TIME, CANCELLED);

    private final JdbcTemplate jdbc;

    public WorkerOrders(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** States of an order. One that was taken and has no outcome is at work, or its process died. */
    public enum State {
        WAITING,
        CANCELLED,
        EXPIRED,
        TAKEN,
        ENDED
    }

    /**
     * Process that took an order, and its end.
     *
     * @param holder host and process that took it
     * @param outcome name of an exit code; null while there is none
     * @param run that was started, restarted or recovered; null if none was
     * @param note why it did not end well; empty if it did
     */
    public record Execution(
            String holder,
            Instant taken,
            @Nullable Instant ended,
            @Nullable String outcome,
            @Nullable Long run,
            String note) {}

    /** An order. @param execution null while no process took it */
    public record Entry(
            RunOrder order, boolean cancelled, @Nullable Execution execution) {
        public State state() {
            if (execution != null) {
                return execution.outcome() == null ? State.TAKEN : State.ENDED;
            }
            return cancelled ? State.CANCELLED : order.over() ? State.EXPIRED : State.WAITING;
        }
    }

    /** The newest orders, newest first. */
    public List<Entry> list(int limit) {
        return jdbc.query(SELECT + " ORDER BY o.id DESC LIMIT ?", WorkerOrders::read, limit);
    }

    /** The oldest first, no more than a round takes. */
    public List<RunOrder> waiting() {
        return jdbc
                .query(
                        SELECT + " AND e.order_id IS NULL AND " + IN_TIME + " AND NOT " + CANCELLED
                                + " ORDER BY o.id LIMIT " + MOST,
                        WorkerOrders::read)
                .stream()
                .map(Entry::order)
                .toList();
    }

    /** Empty if there is no such order. */
    public Optional<Entry> find(long id) {
        return jdbc.query(SELECT + " AND o.id = ?", WorkerOrders::read, id).stream()
                .findFirst();
    }

    /**
     * Takes an order for this process. What it asks for may be done once, so that an order whose process dies is not taken again.
     *
     * @param holder host and process
     * @return false if another process took it, or it was cancelled or is over
     */
    public boolean take(RunOrder order, String holder) {
        try {
            return jdbc.update(
                            "INSERT INTO order_execution (order_id, holder) SELECT o.id, ? FROM run_order o WHERE o.id = ?"
                                    + " AND " + IN_TIME + " AND NOT " + CANCELLED,
                            holder,
                            order.id())
                    == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /**
     * Writes down how an order ended that this process took.
     *
     * @param run null if none was started, restarted or recovered
     * @param note why it did not end well; empty if it did
     */
    public void end(RunOrder order, ExitCode outcome, @Nullable Long run, String note) {
        jdbc.update(
                "UPDATE order_execution SET ended_at = UTC_TIMESTAMP(6), outcome = ?, run_id = ?, note = ?"
                        + " WHERE order_id = ? AND ended_at IS NULL",
                outcome.name(),
                run,
                note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note,
                order.id());
    }

    private static Entry read(ResultSet row, int i) throws SQLException {
        String holder = row.getString("holder");
        LocalDateTime ended = row.getObject("ended_at", LocalDateTime.class);
        String note = row.getString("note");
        return new Entry(
                RunOrderRepository.read(row, i),
                row.getBoolean("cancelled"),
                holder == null
                        ? null
                        : new Execution(
                                holder,
                                DatabaseClock.instant(row.getObject("taken_at", LocalDateTime.class)),
                                ended == null ? null : DatabaseClock.instant(ended),
                                row.getString("outcome"),
                                row.getObject("started", Long.class),
                                note == null ? "" : note));
    }
}
