package se.partnersec.gallra.erasure.statistic;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;

/** Writes the counts of a period, and looks that they are there as they were written. */
final class StatisticWriter {
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
                    "the statistics written for " + period
                            + " are not as they were counted: rolled back, nothing changed;" + " look for a trigger on "
                            + statistics.table().table());
        }
    }

    private static String quoted(String column) {
        return "`" + column + "`";
    }
}
