package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.TableMapping;

/**
 * Has the server fetch those pages of an index by start from which a chunk will delete. In a log they are few, because keys
 * follow age; where they are not in memory, a server that buffers changes notes each deletion by itself instead, which
 * costs more than twice as much. For speed alone: no row is locked, and nobody asks what was met.
 */
final class StartsAhead {
    /** The shortest entries are some 350 in a page of 16 kB that is half full. */
    private static final int EVERY = 250;

    /** Settings under which InnoDB buffers what a DELETE does to an index; servers without a change buffer have none. */
    private static final String BUFFERS = "SHOW GLOBAL VARIABLES WHERE variable_name = 'innodb_change_buffering'"
            + " AND value IN ('deletes', 'changes', 'all')";

    /** Only of that column: behind it InnoDB keeps the row's key, so that one entry is found without a search. */
    private static final String INDEXES = "SELECT index_name FROM information_schema.statistics"
            + " WHERE table_schema = ? AND table_name = ? AND index_type = 'BTREE' AND index_name <> 'PRIMARY'"
            + " GROUP BY index_name HAVING MAX(seq_in_index) = 1 AND MAX(column_name) = ? AND MAX(sub_part) IS NULL";

    private final JdbcTemplate jdbc;
    private final Category category;
    private final TableMapping table;
    private final boolean useful;
    private @Nullable List<String> statements;

    StartsAhead(JdbcTemplate jdbc, Category category, TableMapping table, KeyKinds kinds) {
        this.jdbc = jdbc;
        this.category = category;
        this.table = table;
        // Words do not follow age, and rows that stay keep their start.
        this.useful = kinds.numeric(table) && table.leftSql() == null;
    }

    static StartsAhead of(CategoryJob.Shop shop, Category category) {
        return new StartsAhead(
                shop.jdbc(), category, shop.sources().table(category.category()).record(), shop.kinds());
    }

    /** Reads an entry of each such page. @return how many; 0 where that is of no use, or fails */
    long read(List<RecordKey> keys) {
        if (!useful || keys.isEmpty()) {
            return 0;
        }
        Object[] some = some(keys);
        String in = " IN (" + String.join(", ", Collections.nCopies(some.length, "?")) + ")";
        long entries = 0;
        try {
            for (String sql : statements()) {
                entries += Objects.requireNonNull(jdbc.queryForObject(sql + in, Long.class, some));
            }
        } catch (DataAccessException e) {
            // The index may have been dropped meanwhile, or hidden; a chunk does without.
            statements = List.of();
        }
        return entries;
    }

    private static Object[] some(List<RecordKey> keys) {
        List<Object> some = new ArrayList<>();
        for (int i = 0; i < keys.size() - 1; i += EVERY) {
            some.add(keys.get(i).bind());
        }
        some.add(keys.get(keys.size() - 1).bind());
        return some.toArray();
    }

    private List<String> statements() {
        List<String> known = statements;
        if (known == null) {
            known = new ArrayList<>();
            if (!jdbc.queryForList(BUFFERS).isEmpty()) {
                for (String role : category.startRoles()) {
                    SourceColumn column = table.column(role);
                    if (column != null) {
                        known.addAll(entries(column.column()));
                    }
                }
            }
            statements = known;
        }
        return known;
    }

    private List<String> entries(String start) {
        String rows = table.quoted();
        String key = "`" + table.key() + "`";
        return jdbc.query(
                INDEXES,
                (row, i) -> "SELECT COUNT((SELECT 1 FROM " + rows + " e FORCE INDEX (`"
                        + row.getString(1).replace("`", "``") + "`) WHERE e.`" + start + "` = t.`" + start + "` AND e."
                        + key + " = t." + key + ")) FROM " + rows + " t WHERE t." + key,
                table.schema(),
                table.table(),
                start);
    }
}
