package se.partnersec.gallra.runs.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/** Reads the orders to runs, the oldest first; nothing in here writes. */
public final class RunOrderRepository {
    private static final String SELECT = """
            SELECT id, run_id, action, rate, chunk, lifts, until_at, COALESCE(until_at <= UTC_TIMESTAMP(6), FALSE) AS is_over,
              reason, asked_at, asked_by FROM run_order""";

    private final JdbcTemplate jdbc;

    public RunOrderRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those to one run, and those to all. */
    public List<RunOrder> of(long runId) {
        return jdbc.query(SELECT + " WHERE run_id IN (?, 0) ORDER BY id", RunOrderRepository::read, runId);
    }

    /** Those to one run alone. */
    public List<RunOrder> to(long runId) {
        return jdbc.query(SELECT + " WHERE run_id = ? ORDER BY id", RunOrderRepository::read, runId);
    }

    List<RunOrder> by(String uuid) {
        return jdbc.query(SELECT + " WHERE uuid = ?", RunOrderRepository::read, uuid);
    }

    /** The order that keeps every run from starting; null if there is none. */
    public @Nullable RunOrder halt() {
        return EffectiveOrders.of(jdbc.query(SELECT + " WHERE run_id = 0 ORDER BY id", RunOrderRepository::read))
                .halt();
    }

    /** The pause in force of each of these runs; others are left out. */
    public Map<Long, RunOrder> pauses(List<Long> runIds) {
        Map<Long, RunOrder> pauses = new HashMap<>();
        for (Long run : runIds) {
            RunOrder pause = EffectiveOrders.of(to(run)).pause();
            if (pause != null) {
                pauses.put(run, pause);
            }
        }
        return pauses;
    }

    static RunOrder read(ResultSet row, int i) throws SQLException {
        LocalDateTime until = row.getObject("until_at", LocalDateTime.class);
        return new RunOrder(
                row.getLong("id"),
                row.getLong("run_id"),
                RunOrder.Action.valueOf(row.getString("action")),
                row.getObject("rate", Integer.class),
                row.getObject("chunk", Integer.class),
                row.getObject("lifts", Long.class),
                until == null ? null : DatabaseClock.instant(until),
                row.getBoolean("is_over"),
                row.getString("reason"),
                DatabaseClock.instant(row.getObject("asked_at", LocalDateTime.class)),
                row.getString("asked_by"));
    }
}
