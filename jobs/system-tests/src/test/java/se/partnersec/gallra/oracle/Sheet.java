package se.partnersec.gallra.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.testing.Workplace;

/** Rows to be written, table by table in the order in which tables were first named; keys are counted here. */
final class Sheet {
    private static final int BATCH = 1000;

    private final Workplace work;
    private final Map<String, Long> last = new LinkedHashMap<>();
    private final Map<String, List<@Nullable Object[]>> rows = new LinkedHashMap<>();
    private final Map<String, String> columns = new LinkedHashMap<>();

    Sheet(Workplace work) {
        this.work = work;
    }

    /** @param names of all columns but id; the same for every row of a table until it is written */
    long add(String table, String names, @Nullable Object... values) {
        String known = columns.putIfAbsent(table, names);
        if (known != null && !known.equals(names)) {
            throw new IllegalArgumentException(table + " is written with " + known + ", not " + names);
        }
        long id = last.merge(table, 1L, Long::sum);
        @Nullable Object[] row = new @Nullable Object[values.length + 1];
        row[0] = id;
        System.arraycopy(values, 0, row, 1, values.length);
        rows.computeIfAbsent(table, k -> new ArrayList<>()).add(row);
        return id;
    }

    /** The newest key given. */
    long last(String table) {
        return last.getOrDefault(table, 0L);
    }

    void write() {
        rows.forEach((table, list) -> {
            String names = columns.getOrDefault(table, "");
            int width = names.split(",").length + 1;
            String sql = "INSERT INTO " + work.table(table) + " (id, " + names + ") VALUES ("
                    + String.join(", ", Collections.nCopies(width, "?")) + ")";
            for (int from = 0; from < list.size(); from += BATCH) {
                work.admin().batchUpdate(sql, list.subList(from, Math.min(list.size(), from + BATCH)));
            }
        });
        rows.clear();
        columns.clear();
    }
}
