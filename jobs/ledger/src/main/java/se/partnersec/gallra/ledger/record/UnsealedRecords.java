package se.partnersec.gallra.ledger.record;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.policy.limit.HousekeepingKind;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Rows of sealed tables that no seal covers yet. They are found by what {@code seal_leaf} lacks, never by the highest number: a row
 * that was written before others and committed after them is sealed like them.
 */
public final class UnsealedRecords {

    private static final String NOTE = "INSERT INTO seal_leaf (kind, row_key, seal) VALUES (?, ?, ?)";
    private static final String FORGET = "DELETE FROM seal_leaf WHERE kind = ? AND row_key = ?";
    private static final String AUDIT = """
            SELECT l.row_key, l.seal FROM seal_leaf l LEFT JOIN audit a ON a.id = CAST(l.row_key AS UNSIGNED)
            WHERE l.kind = 'audit' AND a.id IS NULL AND CAST(l.row_key AS UNSIGNED) BETWEEN ? AND ?
            ORDER BY CAST(l.row_key AS UNSIGNED)""";
    /** Rows that notes which no seal covers yet say they removed with holds, requests and approvals. */
    private static final String SAID = """
            SELECT COALESCE(SUM(p.rows_removed), 0) FROM pruned p LEFT JOIN seal_leaf l
              ON l.kind = 'pruned' AND l.row_key = CONVERT(CAST(p.id AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin
            WHERE p.kind IN ('holds', 'requests', 'approvals') AND l.row_key IS NULL""";
    /** Sealed tables that rows go from with a hold, a request or an approval; approvals of holds and of runs have one shortest period. */
    private static final Map<SealedTable, HousekeepingKind> TOGETHER = together();

    private static Map<SealedTable, HousekeepingKind> together() {
        Map<SealedTable, HousekeepingKind> kinds = new EnumMap<>(SealedTable.class);
        List.of(
                        SealedTable.HOLD,
                        SealedTable.HOLD_TARGET,
                        SealedTable.HELD_COUNT,
                        SealedTable.APPROVED_RELEASE,
                        SealedTable.APPROVAL_REQUEST,
                        SealedTable.APPROVAL,
                        SealedTable.APPROVAL_END)
                .forEach(table -> kinds.put(table, HousekeepingKind.HOLDS));
        List.of(
                        SealedTable.SUBJECT_REQUEST,
                        SealedTable.REQUEST_EXTENSION,
                        SealedTable.REQUEST_DECISION,
                        SealedTable.REQUEST_ITEM,
                        SealedTable.REQUEST_ANSWER)
                .forEach(table -> kinds.put(table, HousekeepingKind.REQUESTS));
        return kinds;
    }

    private final JdbcTemplate jdbc;
    private final Age old;

    /** Asked whether a seal covers a row, and was made so long ago that the row may have been pruned. */
    @FunctionalInterface
    public interface Age {
        boolean reached(HousekeepingKind kind, SealedRecord record, long seal);
    }

    /** @param jdbc of the sealer's account */
    public UnsealedRecords(JdbcTemplate jdbc, Age old) {
        this.jdbc = jdbc;
        this.old = old;
    }

    /** For who knows what is gone. */
    public UnsealedRecords(JdbcTemplate jdbc) {
        this(jdbc, (kind, record, seal) -> false);
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
                if (table == SealedTable.PRUNED && !rows.isEmpty()) {
                    rows.forEach(row -> all.addAll(gone(row.key())));
                    all.addAll(goneTogether());
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

    private record Missing(HousekeepingKind kind, SealedRecord record, long seal) {}

    /**
     * Rows of the audit that one pruning removed; none where more are missing than it says, or one that was sealed too lately to be pruned:
     * then somebody else removed some, and verification names them.
     */
    private List<SealedRecord> gone(String pruned) {
        return jdbc
                .query(
                        "SELECT first_key, last_key, records FROM pruned WHERE id = ? AND kind = 'audit'",
                        (row, i) -> new Pruning(row.getLong(1), row.getLong(2), row.getLong(3)),
                        pruned)
                .stream()
                .flatMap(pruning -> believed(
                        jdbc.query(
                                AUDIT,
                                (row, i) -> missing(
                                        HousekeepingKind.AUDIT, SealedTable.AUDIT, row.getString(1), row.getLong(2)),
                                pruning.first(),
                                pruning.last()),
                        pruning.records())
                        .stream())
                .toList();
    }

    /** The same of what goes with holds, requests and approvals, by all notes of these that no seal covers yet. */
    private List<SealedRecord> goneTogether() {
        long said = Objects.requireNonNull(jdbc.queryForObject(SAID, Long.class));
        if (said == 0) {
            return List.of();
        }
        List<Missing> missing = new ArrayList<>();
        TOGETHER.forEach((table, kind) -> {
            Set<String> there = new HashSet<>(jdbc.queryForList(
                    "SELECT " + table.keyExpression() + " FROM " + table.table() + " t", String.class));
            jdbc.query(
                    "SELECT row_key, seal FROM seal_leaf WHERE kind = ? ORDER BY row_key",
                    row -> {
                        if (!there.contains(row.getString(1))) {
                            missing.add(missing(kind, table, row.getString(1), row.getLong(2)));
                        }
                    },
                    table.table());
        });
        return believed(missing, said);
    }

    private static Missing missing(HousekeepingKind kind, SealedTable table, String key, long seal) {
        return new Missing(kind, SealedRecord.of(table.table(), key, Sha256.NOTHING), seal);
    }

    private List<SealedRecord> believed(List<Missing> missing, long said) {
        return missing.size() <= said
                        && missing.stream().allMatch(row -> old.reached(row.kind(), row.record(), row.seal()))
                ? missing.stream().map(Missing::record).toList()
                : List.of();
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
