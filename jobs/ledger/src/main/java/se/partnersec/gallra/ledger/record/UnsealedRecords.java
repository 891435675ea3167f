package se.partnersec.gallra.ledger.record;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Rows of sealed tables that no seal covers yet. They are found by what {@code seal_leaf} lacks, never by the highest number: a row
 * that was written before others and committed after them is sealed like them.
 */
public final class UnsealedRecords {

    private static final String NOTE = "INSERT INTO seal_leaf (kind, row_key, seal) VALUES (?, ?, ?)";
    private static final String FORGET = "DELETE FROM seal_leaf WHERE kind = ? AND row_key = ?";
    /** Of the kinds that are pruned only this one is sealed. */
    private static final String MISSING = """
            SELECT l.row_key, l.seal FROM seal_leaf l LEFT JOIN audit a ON a.id = CAST(l.row_key AS UNSIGNED)
            WHERE l.kind = 'audit' AND a.id IS NULL AND CAST(l.row_key AS UNSIGNED) BETWEEN ? AND ?
            ORDER BY CAST(l.row_key AS UNSIGNED)""";

    private final JdbcTemplate jdbc;
    private final BiPredicate<SealedRecord, Long> old;

    /**
     * @param jdbc of the sealer's account
     * @param old whether a seal covers a row, and was made so long ago that the row may have been pruned
     */
    public UnsealedRecords(JdbcTemplate jdbc, BiPredicate<SealedRecord, Long> old) {
        this.jdbc = jdbc;
        this.old = old;
    }

    /** For who knows what is gone. */
    public UnsealedRecords(JdbcTemplate jdbc) {
        this(jdbc, (record, seal) -> false);
    }

    /**
     * The next ones, by table and key, and beside a note of pruning the rows that went by it.
     *
     * @param most so many, and what was pruned
     */
    public List<SealedRecord> next(int most) {
        List<SealedRecord> all = new ArrayList<>();
        for (SealedTable table : SealedTable.values()) {
            int left = most - all.size();
            if (left > 0) {
                int limit = Math.min(left, table.together());
                List<SealedTable.Row> rows = jdbc.query(unsealed(table), table::row, limit);
                rows.forEach(row -> all.add(table.record(row)));
                if (table == SealedTable.PRUNED) {
                    rows.forEach(row -> all.addAll(gone(row.key())));
                }
            }
        }
        return inTables(all);
    }

    private static String unsealed(SealedTable table) {
        return table.select() + " LEFT JOIN seal_leaf l ON l.kind = '" + table.table() + "' AND l.row_key = "
                + table.keyExpression() + " WHERE l.row_key IS NULL ORDER BY " + table.order() + " LIMIT ?";
    }

    private record Pruning(long first, long last, long records) {}

    private record Missing(SealedRecord record, long seal) {}

    /**
     * Rows that one pruning removed; none where more are missing than it says, or one that was sealed too lately to be pruned: then
     * somebody else removed some, and verification names them.
     */
    private List<SealedRecord> gone(String pruned) {
        List<SealedRecord> gone = new ArrayList<>();
        jdbc.query(
                        "SELECT first_key, last_key, records FROM pruned WHERE id = ? AND kind = 'audit'",
                        (row, i) -> new Pruning(row.getLong(1), row.getLong(2), row.getLong(3)),
                        pruned)
                .forEach(pruning -> {
                    List<Missing> rows = jdbc.query(
                            MISSING,
                            (row, i) -> new Missing(
                                    SealedRecord.of(SealedTable.AUDIT.table(), row.getString(1), Sha256.NOTHING),
                                    row.getLong(2)),
                            pruning.first(),
                            pruning.last());
                    if (rows.size() <= pruning.records()
                            && rows.stream().allMatch(row -> old.test(row.record(), row.seal()))) {
                        rows.forEach(row -> gone.add(row.record()));
                    }
                });
        return gone;
    }

    /** Those of one table one after another, and of a table what is gone before what is there. */
    public static List<SealedRecord> inTables(Collection<SealedRecord> records) {
        List<SealedRecord> sorted = new ArrayList<>();
        for (SealedTable table : SealedTable.values()) {
            for (boolean gone : new boolean[] {true, false}) {
                records.stream()
                        .filter(record -> record.table().equals(table.table()) && record.isGone() == gone)
                        .forEach(sorted::add);
            }
        }
        return sorted;
    }

    /** Notes that a seal covers these. */
    public void note(List<SealedRecord> records, long seal) {
        jdbc.batchUpdate(FORGET, records.stream().filter(SealedRecord::isGone).toList(), 1000, (row, record) -> {
            row.setString(1, record.table());
            row.setString(2, key(record));
        });
        jdbc.batchUpdate(
                NOTE, records.stream().filter(record -> !record.isGone()).toList(), 1000, (row, record) -> {
                    row.setString(1, record.table());
                    row.setString(2, key(record));
                    row.setLong(3, seal);
                });
    }

    /** Takes back what {@link #note} noted of a row. */
    public void forget(SealedRecord record) {
        jdbc.update(FORGET, record.table(), key(record));
    }

    /** As the columns have it. */
    public static String key(SealedRecord record) {
        return URLDecoder.decode(record.key(), StandardCharsets.UTF_8);
    }
}
