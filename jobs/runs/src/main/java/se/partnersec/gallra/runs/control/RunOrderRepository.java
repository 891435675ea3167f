package se.partnersec.gallra.runs.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Reads the orders to runs, the oldest first; nothing in here writes. */
public final class RunOrderRepository {
    /**
     * Whoever writes by SQL can write an action with a space behind, on MariaDB any action, and a day that no month has: none of it may
     * keep others from reading orders.
     */
    private static final String KNOWN = Arrays.stream(RunOrder.Action.values())
            .map(action -> "'" + action + "'")
            .collect(Collectors.joining(", "));

    /** Orders to all runs that runs obey; the others of run 0 are for workers. */
    private static final String TO_ALL = "run_id = 0 AND action IN ('STOP_ALL', 'GO')";

    private static final String SELECT = """
            SELECT id, run_id, RTRIM(action) AS action, rate, chunk, lifts, category, attempt,
              until_at + INTERVAL 0 SECOND AS until_at, COALESCE(until_at <= UTC_TIMESTAMP(6), FALSE) AS is_over,
              reason, asked_at, asked_by FROM run_order WHERE action IN (%s)""".formatted(KNOWN);

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    public RunOrderRepository(JdbcTemplate jdbc) {
        this(jdbc, UnaryOperator.identity());
    }

    /** @param tables names the tables of a statement as the login may read them */
    public RunOrderRepository(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** Those to one run, and those to all. */
    public List<RunOrder> of(long runId) {
        return jdbc.query(SELECT + " AND (run_id = ? OR " + TO_ALL + ") ORDER BY id", RunOrderRepository::read, runId);
    }

    /** Those to one run alone. */
    public List<RunOrder> to(long runId) {
        return jdbc.query(tables.apply(SELECT + " AND run_id = ? ORDER BY id"), RunOrderRepository::read, runId);
    }

    List<RunOrder> by(String uuid) {
        return jdbc.query(SELECT + " AND uuid = ?", RunOrderRepository::read, uuid);
    }

    /** The order that keeps every run from starting; null if there is none. */
    public @Nullable RunOrder halt() {
        return EffectiveOrders.of(
                        jdbc.query(tables.apply(SELECT + " AND " + TO_ALL + " ORDER BY id"), RunOrderRepository::read))
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
        String category = row.getString("category");
        return new RunOrder(
                row.getLong("id"),
                row.getLong("run_id"),
                RunOrder.Action.valueOf(row.getString("action")),
                row.getObject("rate", Integer.class),
                row.getObject("chunk", Integer.class),
                row.getObject("lifts", Long.class),
                // Whoever writes by SQL can write any text; it must not keep others from reading orders.
                category == null ? null : DataCategory.parse(category).orElse(null),
                row.getObject("attempt", Integer.class),
                until == null ? null : DatabaseClock.instant(until),
                row.getBoolean("is_over"),
                row.getString("reason"),
                DatabaseClock.instant(row.getObject("asked_at", LocalDateTime.class)),
                row.getString("asked_by"));
    }

    /**
     * What follows for a run from all orders ever given to it. A stop is for the attempt at work: who starts the run again means
     * to go on. A pause is for the run: it outlives a crash and holds until somebody ends it, its time is over or a stop takes
     * its place.
     *
     * @param halt the order that stops every run; null if there is none
     * @param stop null if nobody wants this run to end
     * @param rate rows a second, 0 for no bound; null if nobody set it
     * @param chunk candidates a chunk; null if nobody set it
     */
    public record EffectiveOrders(
            @Nullable RunOrder halt,
            @Nullable RunOrder stop,
            @Nullable RunOrder pause,
            @Nullable Integer rate,
            @Nullable Integer chunk) {
        public static final EffectiveOrders NOTHING = new EffectiveOrders(null, null, null, null, null);

        public static EffectiveOrders of(List<RunOrder> orders) {
            return of(orders, Set.of(), StartOptions.NONE);
        }

        /**
         * @param orders the oldest first
         * @param known those that were there when this attempt began
         * @param started what the attempt was started with; it outweighs what was set before, and not what is set since
         */
        public static EffectiveOrders of(List<RunOrder> orders, Set<Long> known, StartOptions started) {
            long lifted = lifted(orders);
            RunOrder halt = null;
            RunOrder stop = null;
            RunOrder pause = null;
            Integer rate = started.rate();
            Integer chunk = started.chunk();
            for (RunOrder order : orders) {
                boolean old = known.contains(order.id());
                switch (order.action()) {
                    case STOP_ALL -> halt = order.id() <= lifted ? halt : order;
                    case GO, RESTART, RECOVER, START, CANCEL -> {
                        // The first is told by what it lifts, not by where it stands; the others are for a worker.
                    }
                    case PAUSE -> pause = order;
                    case RESUME -> pause = null;
                    case STOP -> {
                        pause = null;
                        stop = old ? stop : order;
                    }
                    case SET -> {
                        rate = order.rate() == null || (old && started.rate() != null) ? rate : order.rate();
                        chunk = order.chunk() == null || (old && started.chunk() != null) ? chunk : order.chunk();
                    }
                }
            }
            return new EffectiveOrders(halt, stop, pause != null && pause.over() ? null : pause, rate, chunk);
        }

        /** A stop of all runs that whoever let them go had not seen stands, in whatever order the two were written. */
        private static long lifted(List<RunOrder> orders) {
            return orders.stream()
                    .filter(order -> order.action() == RunOrder.Action.GO)
                    // Never one that is given later: whoever writes by SQL could else lift those to come.
                    .mapToLong(order -> Math.min(order.id(), Objects.requireNonNullElse(order.lifts(), order.id())))
                    .max()
                    .orElse(0);
        }
    }
}
