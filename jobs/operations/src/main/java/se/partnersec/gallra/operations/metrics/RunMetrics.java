package se.partnersec.gallra.operations.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.operations.live.LiveRuns;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.support.exit.ExitCode;

/** How runs stand: the newest of each category, those at work, and how often a guard said no. */
public final class RunMetrics {
    private static final String OPEN = "OPEN";
    /** How a run that began can end. */
    private static final List<String> STATUSES = List.of(
            ExitCode.DONE.name(),
            ExitCode.SKIPPED.name(),
            ExitCode.FAILED.name(),
            ExitCode.STOPPED.name(),
            ExitCode.REFUSED.name(),
            "ABANDONED",
            OPEN);

    private static final String SUCCESS = """
            SELECT category, MAX(ended_at) FROM run_scope WHERE part = 0 AND outcome IN ('DONE', 'SKIPPED')
            GROUP BY category""";
    private static final String REFUSED =
            "SELECT category, COUNT(*) FROM run_scope WHERE part = 0 AND outcome = 'REFUSED' GROUP BY category";
    // As in the lease: a holder without a heartbeat for half a minute is dead.
    private static final String ALIVE = """
            SELECT l.category FROM lease l JOIN heartbeat h ON h.category = l.category AND h.token = l.token
            WHERE l.holder IS NOT NULL AND TIMESTAMPDIFF(SECOND, h.beat_at, UTC_TIMESTAMP(6)) BETWEEN 0 AND 29""";
    // Columns of counts alone, and no key of a record: a login that may read no other can read these.
    private static final String NEWEST = """
            SELECT run_id, outcome, opened_at, ended_at, candidates - passed_over FROM run_scope
            WHERE part = 0 AND category = ? ORDER BY run_id DESC LIMIT 2""";

    private final JdbcTemplate jdbc;
    private final List<DataCategory> categories;

    /** @param toMeet candidates it has to look at */
    private record Run(
            long runId,
            String outcome,
            Instant opened,
            @Nullable Instant ended,
            long toMeet) {}

    private RunMetrics(JdbcTemplate jdbc, List<DataCategory> categories) {
        this.jdbc = jdbc;
        this.categories = categories;
    }

    /** @param categories those that are mapped */
    public static MetricPart of(JdbcTemplate jdbc, List<DataCategory> categories) {
        return new MetricPart("runs", new RunMetrics(jdbc, List.copyOf(categories))::tell);
    }

    private void tell(MetricSnapshot figures) {
        RunOrderRepository orders = new RunOrderRepository(jdbc, new MaskedTables(jdbc));
        Set<String> alive = Set.copyOf(jdbc.queryForList(ALIVE, String.class));
        Map<String, LocalDateTime> success = new HashMap<>();
        jdbc.query(SUCCESS, row -> {
            success.put(row.getString(1), row.getObject(2, LocalDateTime.class));
        });
        Map<String, Long> refused = new HashMap<>();
        jdbc.query(REFUSED, row -> {
            refused.put(row.getString(1), row.getLong(2));
        });
        figures.set(MetricDefinition.HALTED, orders.halt() != null);
        for (DataCategory category : categories) {
            String name = category.id();
            LocalDateTime last = success.get(name);
            if (last != null) {
                figures.set(MetricDefinition.LAST_SUCCESS, DatabaseClock.instant(last), name);
            }
            figures.set(MetricDefinition.REFUSALS, refused.getOrDefault(name, 0L), name, "limits");
            figures.set(MetricDefinition.ACTIVE, alive.contains(name), name);
            newest(category, alive.contains(name), orders, figures);
        }
    }

    private void newest(DataCategory category, boolean active, RunOrderRepository orders, MetricSnapshot figures) {
        String name = category.id();
        List<Run> runs = jdbc.query(
                NEWEST,
                (row, i) -> {
                    LocalDateTime ended = row.getObject(4, LocalDateTime.class);
                    return new Run(
                            row.getLong(1),
                            Objects.requireNonNullElse(row.getString(2), OPEN),
                            DatabaseClock.instant(row.getObject(3, LocalDateTime.class)),
                            ended == null ? null : DatabaseClock.instant(ended),
                            row.getLong(5));
                },
                name);
        if (runs.isEmpty()) {
            figures.set(MetricDefinition.PAUSED, false, name);
            figures.set(MetricDefinition.INTERRUPTED, false, name);
            return;
        }
        Run newest = runs.get(0);
        boolean open = newest.outcome().equals(OPEN);
        Set<String> statuses = new LinkedHashSet<>(STATUSES);
        statuses.add(newest.outcome());
        statuses.forEach(
                status -> figures.set(MetricDefinition.LAST_STATUS, status.equals(newest.outcome()), name, status));
        figures.set(
                MetricDefinition.PAUSED,
                open && !orders.pauses(List.of(newest.runId())).isEmpty(),
                name);
        figures.set(MetricDefinition.INTERRUPTED, open && !active, name);
        if (active && open && newest.toMeet() > 0) {
            figures.set(
                    MetricDefinition.PROGRESS,
                    Math.min(1, (double) new LiveRuns(jdbc).done(newest.runId()) / newest.toMeet()),
                    name);
        }
        // The newest may be at work, and then it is the one before it that ended.
        for (Run run : runs) {
            Instant ended = run.ended();
            if (ended != null) {
                figures.set(
                        MetricDefinition.LAST_DURATION,
                        Duration.between(run.opened(), ended).toMillis() / 1000.0,
                        name);
                return;
            }
        }
    }
}
