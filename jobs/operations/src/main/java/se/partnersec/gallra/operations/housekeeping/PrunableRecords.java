package se.partnersec.gallra.operations.housekeeping;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.support.file.JsonRow;

/** Finds, reads and removes records of one kind, a bounded number at a time. */
final class PrunableRecords {
    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final PrunableTables tables;
    private final Instant before;

    /** @param before what is older may go */
    PrunableRecords(JdbcTemplate jdbc, PrunableTables tables, Instant before) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.before = before;
    }

    Instant before() {
        return before;
    }

    /** How many there are that may go. */
    long count() {
        Long n = jdbc.queryForObject(
                "SELECT COUNT(*) FROM (" + tables.eligible() + ") past", Long.class, times().toArray());
        return n == null ? 0 : n;
    }

    /** The next keys after one, in order; none: there are no more. */
    List<String> next(String after) {
        List<Object> args = times();
        args.add(bind(after));
        args.add(tables.together());
        return jdbc.query(
                tables.eligible() + " AND " + tables.key() + " > ? ORDER BY " + tables.key() + " LIMIT ?",
                (row, i) -> row.getString(1),
                args.toArray());
    }

    /** What is before the first key. */
    String start() {
        return tables.numeric() ? "-1" : "";
    }

    /** Whether all of these still may go. */
    boolean eligible(List<String> keys) {
        List<Object> args = times();
        keys.forEach(key -> args.add(bind(key)));
        Long n = jdbc.queryForObject(
                "SELECT COUNT(*) FROM (" + tables.eligible() + " AND " + tables.key() + " IN " + marks(keys.size())
                        + ") past",
                Long.class,
                args.toArray());
        return n != null && n == keys.size();
    }

    /**
     * What belongs to some records.
     *
     * @param rows each as one line
     * @param own for each part the keys that its children hang on
     */
    record Found(List<String> rows, List<List<Object>> own) {}

    /** @param lock keeps others from changing any of it until the transaction ends */
    Found read(List<String> keys, boolean lock) {
        List<String> rows = new ArrayList<>();
        List<List<Object>> own = new ArrayList<>();
        for (PrunableTables.Part part : tables.parts()) {
            List<Object> mine = new ArrayList<>();
            for (List<Object> some : batches(parents(part, keys, own))) {
                jdbc.query(
                        part.select() + " " + marks(some.size()) + " ORDER BY " + part.order()
                                + (lock ? " FOR UPDATE" : ""),
                        (ResultSet row) -> {
                            rows.add(JsonRow.of(part.table(), row));
                            note(part, row, mine);
                        },
                        some.toArray());
            }
            own.add(mine);
        }
        return new Found(rows, own);
    }

    private static void note(PrunableTables.Part part, ResultSet row, List<Object> keys) throws SQLException {
        if (!part.own().isEmpty()) {
            keys.add(row.getLong(part.own()));
        }
    }

    /** Removes what was read and locked, children first; answers how many rows that were. */
    long remove(List<String> keys, Found found) {
        long removed = 0;
        for (int i = tables.parts().size() - 1; i >= 0; i--) {
            PrunableTables.Part part = tables.parts().get(i);
            for (List<Object> some : batches(parents(part, keys, found.own()))) {
                removed += jdbc.update(part.delete() + " " + marks(some.size()), some.toArray());
            }
        }
        return removed;
    }

    /** Notes under which keys the rows were sealed, for the sealer. */
    void note(long pruned, List<String> keys, Found found) {
        for (PrunableTables.Part part : tables.parts()) {
            SealedTable sealed = part.sealed().orElse(null);
            if (sealed != null) {
                for (List<Object> some : batches(parents(part, keys, found.own()))) {
                    List<Object> args = new ArrayList<>(List.of(pruned, part.table()));
                    args.addAll(some);
                    jdbc.update(
                            "INSERT INTO pruned_row (pruned, kind, row_key) SELECT ?, ?, sealed FROM ("
                                    + part.sealedKeys(sealed) + " " + marks(some.size()) + ") rows_of",
                            args.toArray());
                }
            }
        }
    }

    private List<Object> parents(PrunableTables.Part part, List<String> keys, List<List<Object>> own) {
        return part.parent() < 0 ? keys.stream().map(this::bind).toList() : own.get(part.parent());
    }

    private static List<List<Object>> batches(List<Object> all) {
        List<List<Object>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }

    private List<Object> times() {
        return new ArrayList<>(Collections.nCopies(tables.times(), DatabaseClock.column(before)));
    }

    private Object bind(String key) {
        return tables.numeric() ? Long.valueOf(key) : key;
    }

    private static String marks(int n) {
        return "(" + String.join(", ", Collections.nCopies(n, "?")) + ")";
    }
}
