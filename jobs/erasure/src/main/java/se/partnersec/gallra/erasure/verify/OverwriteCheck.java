package se.partnersec.gallra.erasure.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.schema.ClearingCall;

/** Looks whether columns that were overwritten hold what the mapping says, by procedures: the job may not read what they hold. */
final class OverwriteCheck {
    private final ClearingCall clearing;
    private final TableMapping table;

    OverwriteCheck(JdbcTemplate jdbc, TableMapping table) {
        this.clearing = new ClearingCall(jdbc);
        this.table = table;
    }

    /** Adds, by column, the keys of those rows that hold something else. */
    void notAsMeant(Collection<RecordKey> keys, Map<String, List<String>> found) {
        clearing.other(
                table,
                keys,
                (column, key) ->
                        found.computeIfAbsent(column, c -> new ArrayList<>()).add(key));
    }

    /** Where only columns go: rows that the telling column says are empty, and are not, whoever emptied or filled them. */
    void saidToBeEmpty(Map<String, List<String>> found) {
        clearing.told(table)
                .forEach(key ->
                        found.computeIfAbsent("present", c -> new ArrayList<>()).add(key));
    }
}
