package se.partnersec.gallra.erasure.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Looks whether columns that were overwritten hold what the mapping says, without reading what they hold instead. */
final class OverwriteCheck {
    private final JdbcTemplate jdbc;
    private final TableMapping table;

    OverwriteCheck(JdbcTemplate jdbc, TableMapping table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    /** Adds, by column, the keys of those rows that hold something else. */
    void notAsMeant(Collection<RecordKey> keys, Map<String, List<String>> found) {
        for (ColumnReduction each : table.reduced()) {
            SqlKeyRanges.each(table.key(), keys, (these, args) -> {
                List<Object> all = new ArrayList<>(List.of(args));
                String other = other(each, all);
                jdbc.query(
                        "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE " + these + " AND " + other,
                        row -> {
                            found.computeIfAbsent(each.column(), c -> new ArrayList<>())
                                    .add(row.getString(1));
                        },
                        all.toArray());
            });
        }
    }

    /** Where only columns go: rows that the telling column says are empty, and are not, whoever emptied or filled them. */
    void saidToBeEmpty(Map<String, List<String>> found) {
        jdbc.query(
                "SELECT `" + table.key() + "` FROM " + table.quoted() + " WHERE " + table.anyLeftSql() + " AND NOT "
                        + table.leftSql(),
                row -> {
                    found.computeIfAbsent("present", c -> new ArrayList<>()).add(row.getString(1));
                });
    }

    /** Doing it once more must change nothing; a hash is known by its form alone, its value must not be computed twice. */
    private static String other(ColumnReduction reduced, List<Object> args) {
        String column = "`" + reduced.column() + "`";
        return switch (reduced.strategy()) {
            case NULL -> column + " IS NOT NULL";
            case CONSTANT -> {
                args.add(reduced.constant());
                // To the letter: a collation may take another word for the same.
                yield "NOT (CAST(" + column + " AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin <=> ?)";
            }
            case KEYED_HASH -> column + " NOT REGEXP '^[0-9a-f]{" + 2 * Pseudonymizer.LENGTH + "}$'";
            case MONTH, YEAR, TRUNCATE_IP ->
                "NOT (" + column + " <=> " + reduced.strategy().sql(column) + ")";
        };
    }
}
