package se.partnersec.gallra.erasure.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.category.StartCondition;

/** The partitions of a log, and whether it pays to let one go at once. Whatever it says, each row is decided by itself. */
final class PartitionCandidates {
    /** A hold placed meanwhile waits while the ledger is written of all that went; and the next run puts as many back. */
    private static final long MOST = 1_000_000;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final String NAMES = """
            SELECT partition_name FROM information_schema.partitions
            WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL ORDER BY partition_ordinal_position""";
    /** Only an estimate of how many of its records a run will pass over. */
    private static final String KEPT =
            "SELECT COALESCE(SUM(records), 0) FROM kept WHERE category = ? AND key_hi BETWEEN ? AND ?";

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final PartitionMapping partitions;
    private final String category;
    private final StartCondition.Sql due;

    /** @param due which rows {@code t} may be due by their clock */
    PartitionCandidates(
            JdbcTemplate jdbc,
            TableMapping table,
            PartitionMapping partitions,
            String category,
            StartCondition.Sql due) {
        this.jdbc = jdbc;
        this.table = table;
        this.partitions = partitions;
        this.category = category;
        this.due = due;
    }

    /** In the order of their bounds; those whose names are not plain words go row by row. */
    List<String> names() {
        return jdbc.query(NAMES, (row, i) -> row.getString(1), table.schema(), table.table()).stream()
                .filter(name -> PLAIN.matcher(name).matches())
                .toList();
    }

    private record Extent(
            long rows, @Nullable String lowest, @Nullable String highest, boolean plain) {}

    /**
     * How many rows it has, if every one may be due, most of them will go, and none came after the run began; otherwise 0.
     *
     * @param last highest key of the run's candidates; null if it has none
     */
    long worth(String partition, @Nullable String last) {
        String from = " FROM " + table.quoted() + " PARTITION (`" + partition + "`) t";
        if (last == null) {
            return 0;
        }
        String key = "t.`" + table.key() + "`";
        // The newest by its key, most of the time; a partition of younger rows is not read.
        boolean young = jdbc.queryForList(
                        "SELECT (" + due.text() + ") IS NOT TRUE" + from + " ORDER BY " + key + " DESC LIMIT 1",
                        Boolean.class,
                        due.args().toArray())
                .contains(true);
        if (young) {
            return 0;
        }
        // A row whose key is no positive number would get another one where it is put back, and a table that gives away
        // its highest key may give that number to a row to come.
        List<Object> args = new ArrayList<>(due.args());
        args.add(new RecordKey(last, true).bind());
        Extent extent = jdbc.query(
                        "SELECT COUNT(*), MIN(" + key + "), MAX(" + key + "), COUNT(*) = SUM((" + due.text()
                                + ") IS TRUE) AND MIN(" + key + ") >= 1 AND MAX(" + key + ") <= ? AND MAX(" + key
                                + ") < (SELECT MAX(`" + table.key() + "`) FROM "
                                + table.quoted() + ")" + from,
                        (row, i) -> new Extent(row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4)),
                        args.toArray())
                .get(0);
        if (extent.rows() < partitions.least() || extent.rows() > MOST || !extent.plain()) {
            return 0;
        }
        Long kept = jdbc.queryForObject(KEPT, Long.class, category, extent.lowest(), extent.highest());
        return kept != null && kept > extent.rows() / 4 ? 0 : extent.rows();
    }
}
