package se.partnersec.gallra.database.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.support.json.JsonText;

/** Calls of {@link ClearingProcedure}, each for up to 1000 rows: longer lists MariaDB turns into subqueries, and locks more rows with them. */
public final class ClearingCall {
    private static final int MOST = 1000;

    private final JdbcTemplate jdbc;

    /** @param jdbc in whose transaction rows are changed */
    public ClearingCall(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes from records what the mapping says, but for hashes; how many rows that were. */
    public int overwrite(TableMapping record, Collection<RecordKey> keys) {
        return change(ClearingProcedure.overwriting(record), keys(keys));
    }

    /** Takes the pointer from rows with rules of their own; how many that were. */
    public int detach(TableMapping child, Collection<RecordKey> keys) {
        return change(ClearingProcedure.detaching(child), keys(keys));
    }

    /**
     * Does what a procedure is for; how many rows that were.
     *
     * @param rows what it takes a list of
     */
    public int change(ClearingProcedure procedure, List<?> rows) {
        int changed = 0;
        for (List<?> some : parts(rows)) {
            jdbc.update("CALL `" + procedure.name() + "`(?, @gallra_changed)", JsonText.line(some));
            Integer more = jdbc.queryForObject("SELECT @gallra_changed", Integer.class);
            changed += more == null ? 0 : more;
        }
        return changed;
    }

    /**
     * Names the records that do not hold what was left of them.
     *
     * @param found gets the column and the key
     */
    public void other(TableMapping record, Collection<RecordKey> keys, BiConsumer<String, String> found) {
        String call = "CALL `" + ClearingProcedure.looking(record).name() + "`(?)";
        for (List<?> some : parts(keys(keys))) {
            RowCallbackHandler each =
                    row -> found.accept(record.reduced().get(row.getInt(1)).column(), row.getString(2));
            jdbc.query(call, each, JsonText.line(some));
        }
    }

    /** Names the records that say themselves that nothing is left of them, and where something is. */
    public List<String> told(TableMapping record) {
        return jdbc.query(
                "CALL `" + ClearingProcedure.telling(record).name() + "`()",
                (row, i) -> String.valueOf(row.getString(1)));
    }

    private static List<Object> keys(Collection<RecordKey> keys) {
        List<Object> all = new ArrayList<>(keys.size());
        keys.forEach(key -> all.add(key.bind()));
        return all;
    }

    private static List<List<?>> parts(List<?> rows) {
        List<List<?>> parts = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += MOST) {
            parts.add(rows.subList(from, Math.min(rows.size(), from + MOST)));
        }
        return parts;
    }
}
