package se.partnersec.gallra.bench;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * IP rows in the order in which they were logged, some per cent of them past their time. They are made once and copied for
 * every round; holds of customers lie in a plain table beside them, for the ways that know no other.
 */
final class AgedRows {
    /** Days of age of those past their time; others are at most 160 days old. */
    static final int OLDEST = 500;

    static final int YOUNGEST = 200;
    private static final int KEPT_DAYS = 180;

    private final BenchServer server;
    private final JdbcTemplate jdbc;
    private final String name;
    private final String template;
    private final long rows;
    private final long due;
    private final String cutoff;

    AgedRows(BenchServer server, long rows, int percent) {
        this.server = server;
        this.jdbc = server.jdbc();
        this.rows = rows;
        this.due = rows * percent / 100;
        this.name = server.ipLog();
        this.template = name.replace("ip_log", "bench_template");
        this.cutoff = LocalDateTime.now(ZoneOffset.UTC)
                .minusDays(KEPT_DAYS)
                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"));
    }

    /** Makes the rows that each round begins with. */
    void make() {
        new IpLogRows(jdbc, name, rows).fill();
        jdbc.update(
                "UPDATE " + name + " SET seen_at = UTC_TIMESTAMP(3) - INTERVAL FLOOR((? - id) * 160 * 86400 / ?) SECOND"
                        + " WHERE id > ?",
                rows,
                Math.max(1, rows - due),
                due);
        jdbc.execute("CREATE TABLE " + template + " LIKE " + name);
        jdbc.execute("INSERT INTO " + template + " SELECT * FROM " + name + " ORDER BY id");
        jdbc.execute("CREATE TABLE " + holds() + " (customer_id BIGINT NOT NULL PRIMARY KEY) ENGINE=InnoDB");
        for (int id = IpLogRows.HELD_ONE_IN; id <= IpLogRows.CUSTOMERS; id += IpLogRows.HELD_ONE_IN) {
            jdbc.update("INSERT INTO " + holds() + " VALUES (?)", id);
        }
    }

    /** The rows as they were made; whatever the server still does for the ones before is waited for. */
    void again() {
        server.settle();
        IpLogRows.empty(jdbc, name);
        jdbc.execute("INSERT INTO " + name + " SELECT * FROM " + template + " ORDER BY id");
        jdbc.execute("ANALYZE TABLE " + name);
        server.settle();
    }

    String name() {
        return name;
    }

    String holds() {
        return name.replace("ip_log", "bench_hold");
    }

    /** The condition of what is due and not held, on rows of the table by its name. */
    String going(String table) {
        return due(table) + " AND NOT EXISTS (SELECT 1 FROM " + holds() + " h WHERE h.customer_id = " + table
                + ".customer_id)";
    }

    String due(String table) {
        return table + ".seen_at < '" + cutoff + "'";
    }

    /** A row that is not due. */
    long young(int i) {
        return due + 1 + i % Math.max(1, rows - due);
    }

    /** How many are to go. */
    long going() {
        Long n = jdbc.queryForObject("SELECT COUNT(*) FROM " + name + " WHERE " + going(name), Long.class);
        return n == null ? 0 : n;
    }
}
