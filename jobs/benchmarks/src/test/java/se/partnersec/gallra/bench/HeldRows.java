package se.partnersec.gallra.bench;

import org.springframework.jdbc.core.JdbcTemplate;

/** IP rows of a customer under a hold, logged over years, and rows of others that fell due in the last week. */
final class HeldRows {
    /** Under a hold, as {@link BenchServer} places them. */
    private static final int HELD_CUSTOMER = IpLogRows.HELD_ONE_IN;

    private static final int BATCH = 100_000;
    private static final String DIGIT = "(SELECT 0 d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"
            + " UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
            + " UNION ALL SELECT 9)";

    private final JdbcTemplate jdbc;
    private final String name;
    private long next = 1;

    HeldRows(JdbcTemplate jdbc, String name) {
        this.jdbc = jdbc;
        this.name = name;
    }

    /** Evenly spread over four years that ended 200 days ago. */
    void held(long rows) {
        add(rows, "INTERVAL (200 + 1460 - FLOOR(n * 1460 / " + rows + ")) DAY", String.valueOf(HELD_CUSTOMER));
    }

    /** Of nineteen customers that no hold is on, 174 to 180 days old. */
    void due(long rows) {
        add(rows, "INTERVAL (180 - FLOOR(n * 6 / " + rows + ")) DAY", "1 + n % " + (IpLogRows.HELD_ONE_IN - 1));
    }

    private void add(long rows, String ago, String customer) {
        for (long from = 0; from < rows; from += BATCH) {
            jdbc.update(
                    "INSERT INTO " + name + " (id, seen_at, customer_id, user_id, service, address) SELECT ? + n,"
                            + " UTC_TIMESTAMP(3) - " + ago + ", " + customer + ", 1 + n * 104729 % 5000, 'portal',"
                            + " CONCAT_WS('.', 10, n DIV 65536 % 256, n DIV 256 % 256, n % 256)"
                            + " FROM (SELECT ? + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n FROM "
                            + String.join(", ", DIGIT + " a", DIGIT + " b", DIGIT + " c", DIGIT + " e", DIGIT + " f")
                            + ") numbers WHERE n < ? ORDER BY n",
                    next,
                    from,
                    rows);
        }
        next += rows;
        jdbc.execute("ANALYZE TABLE " + name);
    }

    void clear() {
        jdbc.update("DELETE FROM " + name);
    }

    long left() {
        Long n = jdbc.queryForObject("SELECT COUNT(*) FROM " + name, Long.class);
        return n == null ? 0 : n;
    }
}
