package se.partnersec.gallra.erasure.record;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;

/** Reads all keys of a table in their order, a page at a time: for keys of which the ledger has only tags. */
public final class KeyPages {
    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numeric;

    /** @param numeric whether the keys are integers */
    public KeyPages(JdbcTemplate jdbc, TableMapping table, boolean numeric) {
        this.jdbc = jdbc;
        this.table = table;
        this.numeric = numeric;
    }

    /** Hands out page by page what is there. */
    public void each(Consumer<List<RecordKey>> reader) {
        List<RecordKey> page = page("");
        while (!page.isEmpty()) {
            reader.accept(page);
            page = page(
                    " WHERE `" + table.key() + "` > ?",
                    page.get(page.size() - 1).bind());
        }
    }

    private List<RecordKey> page(String after, Object... args) {
        String key = "`" + table.key() + "`";
        return jdbc.query(
                "SELECT " + key + " FROM " + table.quoted() + after + " ORDER BY " + key + " LIMIT " + PAGE,
                (row, i) -> new RecordKey(row.getString(1), numeric),
                args);
    }
}
