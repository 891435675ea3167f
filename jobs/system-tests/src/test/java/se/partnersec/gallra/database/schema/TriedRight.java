package se.partnersec.gallra.database.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import se.partnersec.gallra.database.schema.GrantTable.Rights;

/**
 * One statement that needs a right and changes nothing even if it is allowed, with whether it should be.
 *
 * @param verb what is tried, for the count
 */
record TriedRight(String verb, String sql, boolean allowed) {
    /**
     * All that can be tried on one table by an account that may not change tables.
     *
     * @param mysql whether it takes more than the right to read to lock a row
     * @param locks whether the account has LOCK TABLES, which is enough
     */
    static List<TriedRight> of(String table, List<String> columns, Rights rights, boolean mysql, boolean locks) {
        List<TriedRight> tries = new ArrayList<>();
        for (String c : columns) {
            tries.add(new TriedRight("SELECT", "SELECT `" + c + "` FROM " + table + " WHERE 1 = 0", rights.of('S', c)));
            tries.add(new TriedRight(
                    "UPDATE", "UPDATE " + table + " SET `" + c + "` = NULL WHERE 1 = 0", rights.of('U', c)));
        }
        List<String> given = columns.stream().filter(c -> rights.of('I', c)).toList();
        boolean insert = given.size() == columns.size();
        boolean delete = rights.any('D');
        boolean select = rights.any('S');
        boolean change = rights.any('U') || delete;
        String rows = rows(columns);
        if (!insert && !given.isEmpty()) {
            tries.add(new TriedRight("INSERT", "INSERT INTO " + table + rows(given), true));
            columns.stream().filter(c -> !given.contains(c)).forEach(c -> {
                List<String> oneMore = new ArrayList<>(given);
                oneMore.add(c);
                tries.add(new TriedRight("INSERT", "INSERT INTO " + table + rows(oneMore), false));
            });
        }
        tries.add(new TriedRight("INSERT", "INSERT INTO " + table + rows, insert));
        tries.add(new TriedRight("DELETE", "DELETE FROM " + table + " WHERE 1 = 0", delete));
        tries.add(new TriedRight("REPLACE", "REPLACE INTO " + table + rows, insert && delete));
        String last = columns.get(columns.size() - 1);
        tries.add(new TriedRight(
                "UPSERT",
                "INSERT INTO " + table + rows + " ON DUPLICATE KEY UPDATE `" + last + "` = NULL",
                insert && rights.of('U', last)));
        String one = "SELECT 1 FROM " + table + " LIMIT 1 ";
        tries.add(new TriedRight("FOR UPDATE", one + "FOR UPDATE", select && (change || locks || !mysql)));
        tries.add(new TriedRight("SHARE", one + "LOCK IN SHARE MODE", select));
        tries.add(new TriedRight("LOCK TABLES", "LOCK TABLES " + table + " READ", select && locks));
        tries.add(new TriedRight("TRUNCATE", "TRUNCATE TABLE " + table, false));
        tries.add(new TriedRight("ALTER", "ALTER TABLE " + table + " COMMENT = ''", false));
        tries.add(new TriedRight("DROP", "DROP TABLE " + table, false));
        return tries;
    }

    /** No rows, that name these columns. */
    private static String rows(List<String> columns) {
        return " (`" + String.join("`, `", columns) + "`) SELECT "
                + String.join(", ", Collections.nCopies(columns.size(), "NULL")) + " FROM DUAL WHERE 1 = 0";
    }

    /** What the owner of a schema may do to each of its tables, tried on a copy. */
    static List<TriedRight> ofOwner(String table, List<String> columns) {
        String copy = table.replaceFirst("\\.", ".copy_of_");
        List<TriedRight> tries = new ArrayList<>();
        tries.add(new TriedRight("CREATE", "CREATE TABLE " + copy + " LIKE " + table, true));
        String first = columns.get(0);
        tries.add(new TriedRight("SELECT", "SELECT * FROM " + table + " LIMIT 1", true));
        tries.add(new TriedRight("INSERT", "INSERT INTO " + copy + " SELECT * FROM " + table + " WHERE 1 = 0", true));
        tries.add(new TriedRight(
                "UPDATE", "UPDATE " + table + " SET `" + first + "` = `" + first + "` WHERE 1 = 0", true));
        tries.add(new TriedRight("DELETE", "DELETE FROM " + table + " WHERE 1 = 0", true));
        tries.add(new TriedRight("FOR UPDATE", "SELECT 1 FROM " + table + " LIMIT 1 FOR UPDATE", true));
        tries.add(new TriedRight("SHARE", "SELECT 1 FROM " + table + " LIMIT 1 LOCK IN SHARE MODE", true));
        tries.add(new TriedRight("TRUNCATE", "TRUNCATE TABLE " + copy, true));
        tries.add(new TriedRight("ALTER", "ALTER TABLE " + copy + " COMMENT = ''", true));
        tries.add(new TriedRight("DROP", "DROP TABLE " + copy, true));
        return tries;
    }

    /** What nobody but the owner may do in a schema, whatever its tables. */
    static List<TriedRight> ofSchema(String schema, String stranger) {
        return List.of(
                new TriedRight("CREATE TABLE", "CREATE TABLE " + schema + ".intruder (id INT PRIMARY KEY)", false),
                new TriedRight("CREATE VIEW", "CREATE VIEW " + schema + ".intruder AS SELECT 1 AS one", false),
                new TriedRight("CREATE PROCEDURE", "CREATE PROCEDURE " + schema + ".intruder() SELECT 1 AS one", false),
                new TriedRight("DROP SCHEMA", "DROP DATABASE " + schema, false),
                new TriedRight("GRANT", "GRANT SELECT ON " + schema + ".* TO " + stranger, false));
    }
}
