package se.partnersec.gallra.ledger.record;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DeniedRight;

/** Reads the rows of sealed tables that a login may read, a bounded number at a time. */
public final class SealedTableReader {
    private final JdbcTemplate jdbc;
    private final Set<SealedTable> denied = EnumSet.noneOf(SealedTable.class);

    public SealedTableReader(JdbcTemplate jdbc) {
        this(jdbc, SealedTable.values());
    }

    /** @param tables that will be read */
    public SealedTableReader(JdbcTemplate jdbc, SealedTable... tables) {
        this.jdbc = jdbc;
        for (SealedTable table : tables) {
            if (!readable(table)) {
                denied.add(table);
            }
        }
    }

    private boolean readable(SealedTable table) {
        try {
            jdbc.query(table.select() + " WHERE 1 = 0", table::row);
            return true;
        } catch (DataAccessException e) {
            if (DeniedRight.causes(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Tables that the login may not read whole. */
    public Set<SealedTable> denied() {
        return denied;
    }

    /** Told of each row. */
    public interface RowHandler {
        void row(SealedTable table, SealedTable.Row row);
    }

    /** All rows of the tables that may be read, by table and key. */
    public void each(RowHandler handler) {
        each(List.of(SealedTable.values()), handler);
    }

    void each(List<SealedTable> tables, RowHandler handler) {
        for (SealedTable table : tables) {
            if (denied.contains(table)) {
                continue;
            }
            if (table.oneColumn()) {
                pages(table, handler);
            } else {
                jdbc.query(table.select() + " ORDER BY " + table.order(), table::row)
                        .forEach(row -> handler.row(table, row));
            }
        }
    }

    private void pages(SealedTable table, RowHandler handler) {
        String end = " ORDER BY " + table.order() + " LIMIT " + table.together();
        List<SealedTable.Row> page = jdbc.query(table.select() + end, table::row);
        while (!page.isEmpty()) {
            page.forEach(row -> handler.row(table, row));
            String last = page.get(page.size() - 1).key();
            page = page.size() < table.together()
                    ? List.of()
                    : jdbc.query(table.select() + " WHERE " + table.order() + " > ?" + end, table::row, last);
        }
    }

    /** @param key as {@link SealedTable.Row#key} */
    public Optional<SealedTable.Row> find(SealedTable table, String key) {
        // The column alone has an index; the whole key tells it from what a server takes for the same number.
        return jdbc
                .query(
                        table.select() + " WHERE t." + table.firstColumn() + " = ? AND " + table.keyExpression()
                                + " = ?",
                        table::row,
                        table.oneColumn() ? key : SealedTable.first(key),
                        key)
                .stream()
                .findFirst();
    }
}
