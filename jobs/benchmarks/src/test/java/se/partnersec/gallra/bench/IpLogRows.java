package se.partnersec.gallra.bench;

import java.sql.Statement;
import java.util.List;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** IP rows in the order in which they were logged, all past their time, some of them under a hold of their customer. */
final class IpLogRows {
    /** Customers whose number is a multiple of this are under a hold. */
    static final int HELD_ONE_IN = 20;

    static final int CUSTOMERS = 1000;
    private static final int BATCH = 100_000;
    private static final int TRIES = 5;

    private final JdbcTemplate jdbc;
    private final String name;
    private final long rows;

    IpLogRows(JdbcTemplate jdbc, String name, long rows) {
        this.jdbc = jdbc;
        this.name = name;
        this.rows = rows;
    }

    void fill() {
        empty(jdbc, name);
        String digit = "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
                + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        for (long from = 0; from < rows; from += BATCH) {
            // 300 days that ended 200 days ago, evenly spread.
            jdbc.update(
                    "INSERT INTO " + name + " (id, seen_at, customer_id, user_id, service, address)"
                            + " SELECT n + 1, UTC_TIMESTAMP(3) - INTERVAL 200 DAY - INTERVAL FLOOR((? - n) * 25920 / ?) * 1000 SECOND,"
                            + " 1 + n * 7919 % ?, 1 + n * 104729 % 5000, 'portal',"
                            + " CONCAT_WS('.', 10, n DIV 65536 % 256, n DIV 256 % 256, n % 256)"
                            + " FROM (SELECT ? + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM "
                            + String.join(", ", digit + " a", digit + " b", digit + " c", digit + " e", digit + " f")
                            + ") numbers WHERE n < ? ORDER BY n",
                    rows,
                    rows,
                    CUSTOMERS,
                    from,
                    rows);
        }
        jdbc.execute("ANALYZE TABLE " + name);
    }

    /** Empties a table; the server's own purge may still hold it, for longer than it waits. */
    static void empty(JdbcTemplate jdbc, String name) {
        for (int patience = TRIES; !emptied(jdbc, name, patience); patience--) {
            System.err.println("the server's purge still holds " + name + "; trying again");
        }
    }

    private static boolean emptied(JdbcTemplate jdbc, String name, int patience) {
        try {
            jdbc.execute((Statement statement) -> {
                statement.execute("SET SESSION innodb_lock_wait_timeout = 120");
                return statement.execute("TRUNCATE TABLE " + name);
            });
            return true;
        } catch (PessimisticLockingFailureException e) {
            if (patience == 1) {
                throw e;
            }
            return false;
        }
    }

    String name() {
        return name;
    }

    long rows() {
        return rows;
    }

    /** The keys of the rows that no hold keeps, in key order. */
    List<Long> clearedKeys() {
        return jdbc.query(
                "SELECT id FROM " + name + " WHERE customer_id % " + HELD_ONE_IN + " <> 0 ORDER BY id",
                (row, i) -> row.getLong(1));
    }

    long cleared() {
        return left() - held();
    }

    long left() {
        Long n = jdbc.queryForObject("SELECT COUNT(*) FROM " + name, Long.class);
        return n == null ? 0 : n;
    }

    long held() {
        Long n = jdbc.queryForObject(
                "SELECT COUNT(*) FROM " + name + " WHERE customer_id % " + HELD_ONE_IN + " = 0", Long.class);
        return n == null ? 0 : n;
    }
}
