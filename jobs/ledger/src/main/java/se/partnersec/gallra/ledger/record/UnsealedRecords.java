package se.partnersec.gallra.ledger.record;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.seal.SealedRecord;

/**
 * Rows of sealed tables that no seal covers yet. They are found by what {@code seal_leaf} lacks, never by the highest number: a row
 * that was written before others and committed after them is sealed like them.
 */
public final class UnsealedRecords {

    private static final String NOTE = "INSERT INTO seal_leaf (kind, row_key, seal) VALUES (?, ?, ?)";
    private static final String FORGET = "DELETE FROM seal_leaf WHERE kind = ? AND row_key = ?";

    private final JdbcTemplate jdbc;
    private final SealAge age;

    /**
     * @param jdbc of the sealer's account
     * @param age of the seals, to tell which rows may have been pruned
     */
    public UnsealedRecords(JdbcTemplate jdbc, SealAge age) {
        this.jdbc = jdbc;
        this.age = age;
    }

    /** For who knows what is gone. */
    public UnsealedRecords(JdbcTemplate jdbc) {
        this(jdbc, (kind, record, seal) -> false);
    }

    /**
     * The next ones, by table and key. Before a note of pruning come the rows that went by it, so that one of too many rows for a seal is
     * sealed with the last of them.
     *
     * @param most so many
     */
    public List<SealedRecord> next(int most) {
        List<SealedRecord> all = new ArrayList<>();
        for (SealedTable table : SealedTable.values()) {
            if (all.size() < most) {
                int limit = Math.min(most - all.size(), table.together());
                List<SealedRecord> rows = jdbc.query(unsealed(table), table::row, limit).stream()
                        .map(table::record)
                        .toList();
                if (table == SealedTable.PRUNED) {
                    rows.forEach(note -> addPruning(note, all, most));
                } else {
                    all.addAll(rows);
                }
            }
        }
        return inTables(all);
    }

    private void addPruning(SealedRecord note, List<SealedRecord> all, int most) {
        if (all.size() < most) {
            all.addAll(new PrunedRows(jdbc, age).of(key(note), most - all.size()));
        }
        if (all.size() < most) {
            all.add(note);
        }
    }

    private static String unsealed(SealedTable table) {
        return table.select() + " LEFT JOIN seal_leaf l ON l.kind = '" + table.table() + "' AND l.row_key = "
                + table.keyExpression() + " WHERE l.row_key IS NULL ORDER BY " + table.order() + " LIMIT ?";
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
