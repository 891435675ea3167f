package se.partnersec.gallra.ledger.record;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the rows of sealed tables, a bounded number at a time. */
public final class SealedTableReader {
    private static final int PAGE = 2_000;

    private final JdbcTemplate jdbc;

    /** @param jdbc of an account that may read all of them */
    public SealedTableReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Told of each row. */
    public interface RowHandler {
        void row(SealedTable table, SealedTable.Row row);
    }

    /** All rows of all tables, by table and key. */
    public void each(RowHandler handler) {
        for (SealedTable table : SealedTable.values()) {
            if (table.oneColumn()) {
                pages(table, handler);
            } else {
                jdbc.query(table.select() + " ORDER BY " + table.order(), table::row)
                        .forEach(row -> handler.row(table, row));
            }
        }
    }

    private void pages(SealedTable table, RowHandler handler) {
        String end = " ORDER BY " + table.order() + " LIMIT " + PAGE;
        List<SealedTable.Row> page = jdbc.query(table.select() + end, table::row);
        while (!page.isEmpty()) {
            page.forEach(row -> handler.row(table, row));
            String last = page.get(page.size() - 1).key();
            page = page.size() < PAGE
                    ? List.of()
                    : jdbc.query(table.select() + " WHERE " + table.order() + " > ?" + end, table::row, last);
        }
    }

    /** @param key as {@link SealedTable.Row#key} */
    public Optional<SealedTable.Row> find(SealedTable table, String key) {
        return jdbc.query(table.select() + " WHERE " + table.keyExpression() + " = ?", table::row, key).stream()
                .findFirst();
    }
}
