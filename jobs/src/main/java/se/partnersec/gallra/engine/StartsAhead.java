package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceColumn;
import se.partnersec.gallra.store.SourceTable;

/**
 * Has the server fetch pages of an index by start from which a chunk will delete. In a log they are few, because keys follow
 * age; where they are not in memory, a server that buffers changes notes each deletion by itself instead, which costs more.
 * Where starts do not follow keys it is a few pages in vain. For speed alone: no row is locked, nobody asks what was met.
 */
final class StartsAhead {
    /** Of entries of a time and a BIGINT, some 350 are in a page of 16 kB that is half full. */
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
    private final SourceTable source;
    private final boolean useful;
    private @Nullable List<String> statements;

    StartsAhead(JdbcTemplate jdbc, Category category, SourceTable source, KeyKinds kinds) {
        this.jdbc = jdbc;
        this.category = category;
        this.source = source;
        // Words do not follow age, rows that stay keep their start, and each partition has an index of its own.
        this.useful =
                kinds.numeric(source.record()) && source.record().leftSql() == null && source.partitions() == null;
    }

    /**
     * Reads an entry of most such pages.
     *
     * @return how many; fewer where that is of no use, or fails
     * @throws DataAccessException if the transaction may be lost
     */
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
            if (Faults.kind(e) == Faults.Kind.TRANSIENT) {
                throw e;
            }
            // On MySQL it took too long, or the index was dropped meanwhile, or hidden: chunks do without.
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
            known = jdbc.queryForList(BUFFERS).isEmpty()
                    ? List.of()
                    : category.startRoles().stream()
                            .map(source.record()::column)
                            .flatMap(Stream::ofNullable)
                            .map(SourceColumn::column)
                            .distinct()
                            .flatMap(column -> entries(column).stream())
                            .toList();
            statements = known;
        }
        return known;
    }

    private List<String> entries(String start) {
        String rows = source.record().quoted();
        String key = "`" + source.record().key() + "`";
        return jdbc.query(
                INDEXES,
                (row, i) -> "SELECT /*+ MAX_EXECUTION_TIME(500) */ COUNT((SELECT 1 FROM " + rows + " e FORCE INDEX (`"
                        + row.getString(1).replace("`", "``") + "`) WHERE e.`" + start + "` = t.`" + start + "` AND e."
                        + key + " = t." + key + ")) FROM " + rows + " t FORCE INDEX (PRIMARY) WHERE t." + key,
                source.record().schema(),
                source.record().table(),
                start);
    }
}
