package se.partnersec.gallra.erasure.statistic;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.StatisticPeriod;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/** Which periods of a category are settled: counted, or left out for good. Only then may records of them go by rule. */
public final class CountedPeriods {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** An earlier time is a default such as 1970, not a time: it lies in no period. */
    static final LocalDate EARLIEST = LocalDate.of(1990, 1, 1);

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final CategoryMapping.Statistics statistics;
    private final Set<LocalDate> settled = new HashSet<>();
    private @Nullable Period latest;

    /** Local days as the times they begin and end at: most records of a chunk lie in one, and comparing is cheap. */
    private record Period(LocalDate start, Instant from, Instant before) {
        boolean holds(Instant time) {
            return !time.isBefore(from) && time.isBefore(before);
        }
    }

    public CountedPeriods(JdbcTemplate jdbc, DataCategory category, CategoryMapping.Statistics statistics) {
        this.jdbc = jdbc;
        this.category = category;
        this.statistics = statistics;
    }

    StatisticPeriod length() {
        return statistics.per();
    }

    /** First day of the period a time lies in; null where it lies in none. */
    @Nullable
    LocalDate of(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        Period known = latest;
        if (known != null && known.holds(time)) {
            return known.start();
        }
        LocalDate day = SwedishCalendar.localDate(time);
        if (day.isBefore(EARLIEST)) {
            return null;
        }
        LocalDate start = length().startOf(day);
        latest = new Period(start, SwedishCalendar.startOfDay(start), SwedishCalendar.startOfDay(length().after(day)));
        return start;
    }

    /** The first day from one on that lies in no period known to be settled: what is held for years has records in all of them. */
    LocalDate unsettledFrom(LocalDate day) {
        if (settled.isEmpty()) {
            settled.addAll(jdbc.queryForList(
                    "SELECT s.period_on FROM statistic_period s WHERE s.category = ? AND s.per = ?",
                    LocalDate.class,
                    category.id(),
                    length().id()));
        }
        LocalDate first = day;
        while (settled.contains(first)) {
            first = length().after(first);
        }
        return first;
    }

    boolean settled(LocalDate start) {
        if (!settled.contains(start)) {
            // Looked for each time it is missing: what this transaction wrote may still be rolled back.
            settled.addAll(jdbc.queryForList(
                    "SELECT period_on FROM statistic_period WHERE category = ? AND per = ? AND period_on = ?",
                    LocalDate.class,
                    category.id(),
                    length().id(),
                    start));
        }
        return settled.contains(start);
    }

    /** @param rows of the statistic that were written; null where the period is left out because records of it had gone */
    void settle(LocalDate start, long runId, @Nullable Integer rows) {
        jdbc.update(
                "INSERT INTO statistic_period (category, per, period_on, counted_at, run_id, rows_written)"
                        + " VALUES (?, ?, ?, UTC_TIMESTAMP(6), ?, ?)",
                category.id(),
                length().id(),
                start,
                runId,
                rows);
    }

    /**
     * First day from which on nothing can have gone by rule without being counted: no run that erased looked further.
     * Without such a run everything is still there.
     */
    LocalDate wholeFrom(long runId) {
        LocalDate before = jdbc.queryForObject("""
                SELECT MAX(s.started_before) FROM run_scope s WHERE s.category = ? AND s.part = 0 AND s.run_id <> ?
                  AND EXISTS (SELECT 1 FROM ledger_chunk c WHERE c.run_id = s.run_id AND c.kind = 'C')""", LocalDate.class, category.id(), runId);
        return before == null ? EARLIEST : before;
    }

    /**
     * The last guard: nothing goes by rule whose period is not settled. A record that came in after the periods were
     * looked through can be one; the next attempt settles its period first.
     */
    public void require(List<AssessedRecord> decided) {
        LocalDate seen = null;
        for (AssessedRecord each : decided) {
            boolean byRule = each.facts().circumstances().request() == null;
            LocalDate start = (each.goes() || each.reduces()) && byRule
                    ? of(each.record().row().instant(statistics.by()))
                    : null;
            if (start == null || start.equals(seen)) {
                continue;
            }
            if (!settled(start)) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.TRANSIENT,
                        SENTENCES.say("statistic.records-period-from-not-counted-yet", start));
            }
            seen = start;
        }
    }

    /** Writes the counts of a period, and looks that they are there as they were written. */
    static final class StatisticWriter {
        private final JdbcTemplate jdbc;
        private final CategoryMapping.Statistics statistics;
        private final String table;

        StatisticWriter(JdbcTemplate jdbc, CategoryMapping.Statistics statistics) {
            this.jdbc = jdbc;
            this.statistics = statistics;
            this.table = statistics.table().quoted();
        }

        /** How many rows a period has, and how many records they count together. */
        record Written(long rows, long records) {}

        Written written(LocalDate period) {
            return jdbc.query(
                            "SELECT COUNT(*), COALESCE(SUM(" + quoted(statistics.countColumn()) + "), 0) FROM " + table
                                    + " WHERE " + quoted(statistics.periodColumn()) + " = ?",
                            (row, i) -> new Written(row.getLong(1), row.getLong(2)),
                            period)
                    .get(0);
        }

        void add(LocalDate period, Map<List<String>, Long> counts) {
            List<String> columns = new ArrayList<>(List.of(statistics.periodColumn(), statistics.countColumn()));
            statistics.groups().forEach(group -> columns.add(group.column()));
            List<Object[]> rows = new ArrayList<>();
            counts.forEach((group, count) -> {
                List<Object> row = new ArrayList<>(List.of(period, count));
                row.addAll(group);
                rows.add(row.toArray());
            });
            if (!rows.isEmpty()) {
                jdbc.batchUpdate(
                        "INSERT INTO " + table + " ("
                                + columns.stream().map(StatisticWriter::quoted).collect(Collectors.joining(", "))
                                + ") VALUES ("
                                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")",
                        rows);
            }
            long records = counts.values().stream().mapToLong(n -> n).sum();
            if (!written(period).equals(new Written(counts.size(), records))) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.STOP,
                        SENTENCES.say(
                                "statistic.statistics-written-not-they-were-counted",
                                period,
                                statistics.table().table()));
            }
        }

        private static String quoted(String column) {
            return "`" + column + "`";
        }
    }
}
