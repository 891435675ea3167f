package se.partnersec.gallra.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** A backup of both schemas of a workplace, row by row, in schemas beside them; what is put back is what was there. */
public final class Backup implements AutoCloseable {
    private final Workplace work;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final List<String> schemas = new ArrayList<>();

    private Backup(Workplace work) {
        this.work = work;
    }

    public static Backup of(Workplace work) {
        Backup backup = new Backup(work);
        String mark = "_b" + Long.toString(System.nanoTime() & 0xfffffff, 36);
        for (String schema : List.of(work.schemas().suite(), work.schemas().business())) {
            backup.take(schema, schema + mark);
        }
        return backup;
    }

    private void take(String schema, String copy) {
        JdbcTemplate admin = work.admin();
        admin.execute("CREATE DATABASE " + copy);
        schemas.add(copy);
        for (String table : admin.queryForList(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'",
                String.class,
                schema)) {
            String stored = "`" + copy + "`.`" + table + "`";
            String all = String.join(
                    ", ",
                    admin.queryForList(
                            "SELECT CONCAT('`', column_name, '`') FROM information_schema.columns WHERE table_schema = ?"
                                    + " AND table_name = ? AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position",
                            String.class,
                            schema,
                            table));
            admin.execute("CREATE TABLE " + stored + " AS SELECT " + all + " FROM `" + schema + "`.`" + table + "`");
            columns.put("`" + schema + "`.`" + table + "`", all + " FROM " + stored);
        }
    }

    /** Everything as it was; only what lies outside of the database is as it is. */
    public void restore() {
        GateByHand.withoutGuards(work.admin(), this::putBack);
    }

    private void putBack() {
        work.admin().execute((java.sql.Connection connection) -> {
            try (java.sql.Statement statement = connection.createStatement()) {
                statement.execute("SET FOREIGN_KEY_CHECKS = 0");
                for (Map.Entry<String, String> each : columns.entrySet()) {
                    String names = each.getValue().substring(0, each.getValue().indexOf(" FROM "));
                    statement.execute("TRUNCATE TABLE " + each.getKey());
                    statement.execute("INSERT INTO " + each.getKey() + " (" + names + ") SELECT " + each.getValue());
                }
                statement.execute("SET FOREIGN_KEY_CHECKS = 1");
            }
            return null;
        });
    }

    @Override
    public void close() {
        schemas.forEach(schema -> work.admin().execute("DROP DATABASE " + schema));
    }
}
