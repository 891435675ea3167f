package se.partnersec.gallra.ledger.record;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.seal.SealChain;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;

/**
 * Rows of sealed tables that no seal covers yet. They are found by what {@code seal_leaf} lacks, never by the highest number: a row
 * that was written before others and committed after them is sealed like them.
 */
public final class UnsealedRecords {

    private static final String NOTE = "INSERT INTO seal_leaf (kind, row_key, seal) VALUES (?, ?, ?)";
    private static final String FORGET = "DELETE FROM seal_leaf WHERE kind = ? AND row_key = ?";

    private final JdbcTemplate jdbc;
    /** @param jdbc of the sealer's account */
    public UnsealedRecords(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The next ones, by table and key: first what was pruned.
     *
     * @param most so many
     * @param seals all of them, checked; asked only where something was pruned
     * @param periods of own-data.yml, likewise
     */
    public List<SealedRecord> next(int most, Supplier<SealChain> seals, Supplier<HousekeepingPolicy> periods) {
        List<SealedRecord> all = new ArrayList<>(new PrunedRows(jdbc, seals, periods).next(most));
        for (SealedTable table : SealedTable.values()) {
            if (all.size() < most && table != SealedTable.PRUNED) {
                int limit = Math.min(most - all.size(), table.together());
                jdbc.query(unsealed(table), table::row, limit).forEach(row -> all.add(table.record(row)));
            }
        }
        return inTables(all);
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
