package se.partnersec.gallra.runs.preflight;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.support.exit.ExitCode;

/** Whether the server is one whose clock, locks and commits can be relied on. */
final class ServerChecks {
    private static final Duration MOST_SKEW = Duration.ofSeconds(5);
    private static final int LONGEST_LOCK_WAIT = 10;

    /** The other values ({@code none}, {@code inserts}, {@code purges}) buffer no delete marks. */
    private static final Set<String> BUFFERS_DELETIONS = Set.of("all", "changes", "deletes");

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final CheckCollector list;

    ServerChecks(JdbcTemplate jdbc, Clock clock, CheckCollector list) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.list = list;
    }

    void check() {
        list.ask("clock", "whether the clocks agree", this::clocks);
        Map<String, String> global = new HashMap<>();
        list.ask("primary", "how the server is set up", () -> global.putAll(variables("GLOBAL")));
        list.ask("primary", "whether the server may be written to", () -> primary(global));
        list.ask("replication", "whether this server replicates from another", () -> replica(global));
        list.ask("replication", "how many servers of the group may be written to", () -> group(global));
        list.ask("session", "how sessions are set up", this::session);
        checkForeignKeys();
        changeBuffer(global.get("innodb_change_buffering"), list);
    }

    /** The database's time lies somewhere between our readings before and after; only what is certain is refused. */
    private void clocks() {
        DatabaseClock database = new DatabaseClock(jdbc);
        database.now(); // opens the connection, which would count as a slow answer
        Instant before = clock.instant();
        Instant there = database.now();
        Instant after = clock.instant();
        Duration ahead = Duration.between(after, there);
        Duration behind = Duration.between(there, before);
        Duration skew = ahead.compareTo(behind) > 0 ? ahead : behind;
        if (skew.compareTo(MOST_SKEW) > 0) {
            list.refuse(
                    "clock",
                    String.format(
                            Locale.ROOT,
                            "the database's clock is %.1f s %s this machine's; %d s are allowed",
                            skew.toMillis() / 1000.0,
                            ahead.compareTo(behind) > 0 ? "ahead of" : "behind",
                            MOST_SKEW.toSeconds()),
                    "set both by NTP; dates and holds depend on it");
        } else if (Duration.between(before, after).compareTo(MOST_SKEW) > 0) {
            list.refuse(
                    "clock",
                    "the database takes longer than " + MOST_SKEW.toSeconds() + " s to say what time it is",
                    "see what the server is busy with, then run again",
                    ExitCode.ENVIRONMENT);
        } else {
            list.ok("clock", "this machine and the database agree on the time");
        }
    }

    private void primary(Map<String, String> global) {
        for (String name : List.of("read_only", "super_read_only", "innodb_read_only", "offline_mode")) {
            if (isOn(global, name)) {
                list.refuse(
                        "primary",
                        "the server is read-only (" + name + "=" + global.get(name) + "), so it is no primary",
                        "let GALLRA_DB_URL name the primary");
            }
        }
        list.okUnlessSaid("primary", "the server may be written to");
    }

    /** Row locks order nothing between two servers that both take writes. */
    private void replica(Map<String, String> global) {
        if (isOn(global, "wsrep_on")) {
            list.refuse(
                    "replication",
                    "the server is part of a Galera cluster (wsrep_on), where a hold placed on one node is not seen by a"
                            + " delete on another",
                    "use a database with a single primary");
        }
        for (Map<String, Object> channel : jdbc.queryForList("SHOW REPLICA STATUS")) {
            boolean own = String.valueOf(channel.get("Channel_Name")).startsWith("group_replication_");
            Object running = channel.getOrDefault("Replica_SQL_Running", channel.get("Slave_SQL_Running"));
            if (!own && "Yes".equalsIgnoreCase(String.valueOf(running))) {
                list.refuse(
                        "replication",
                        "the server replicates from another: it is a replica, or one of two primaries",
                        "let GALLRA_DB_URL name the single primary");
            } else if (!own) {
                list.note(
                        "replication",
                        "the server once replicated from another, which is stopped now",
                        "RESET REPLICA ALL if it is the primary for good");
            }
        }
    }

    private void group(Map<String, String> global) {
        boolean several = global.containsKey("group_replication_single_primary_mode")
                && !isOn(global, "group_replication_single_primary_mode");
        if (several) {
            Long writable = null;
            try {
                writable = jdbc.queryForObject(
                        "SELECT COUNT(*) FROM performance_schema.replication_group_members"
                                + " WHERE member_state = 'ONLINE' AND member_role = 'PRIMARY'",
                        Long.class);
            } catch (RuntimeException e) {
                if (CheckCollector.sql(e) == null) {
                    throw e;
                }
            }
            if (writable == null || writable > 1) {
                list.refuse(
                        "replication",
                        "group replication runs with several primaries"
                                + (writable == null ? ", as far as this account can tell" : ""),
                        "switch the group to single-primary mode");
            }
        }
        list.okUnlessSaid("replication", "the server is the single primary");
    }

    private void session() {
        Map<String, String> session = variables("SESSION");
        String isolation =
                session.getOrDefault("transaction_isolation", session.getOrDefault("tx_isolation", "unknown"));
        if (!isolation.equals("READ-COMMITTED")) {
            list.refuse(
                    "session",
                    "sessions run at isolation " + isolation + ", where a hold just placed may not be seen",
                    "let nothing (init_connect, a proxy) change what Gallra sets: READ COMMITTED");
        }
        if (isOn(session, "log_bin") && "STATEMENT".equals(session.get("binlog_format"))) {
            list.refuse(
                    "session",
                    "binlog_format is STATEMENT, with which InnoDB refuses writes at READ COMMITTED",
                    "set binlog_format to ROW or MIXED");
        }
        if (!"+00:00".equals(session.get("time_zone"))) {
            list.refuse(
                    "session",
                    "sessions run in time zone " + session.get("time_zone") + ", so times would be misread",
                    "let nothing (init_connect, a proxy) change what Gallra sets: +00:00");
        }
        int wait = Integer.parseInt(session.getOrDefault("innodb_lock_wait_timeout", "50"));
        if (wait > LONGEST_LOCK_WAIT) {
            list.refuse(
                    "session",
                    "sessions wait " + wait + " s for a lock, and whoever places a hold would wait as long",
                    "let nothing change what Gallra sets: at most " + LONGEST_LOCK_WAIT + " s");
        }
        list.okUnlessSaid("session", "sessions run at READ COMMITTED in UTC and wait " + wait + " s for a lock");
    }

    /** Foreign keys keep facts away from what is being erased only where sessions have them switched on. */
    void checkForeignKeys() {
        list.ask("session", "whether foreign keys are in force", () -> {
            Integer off = jdbc.queryForObject(
                    "SELECT @@global.foreign_key_checks = 0 OR @@session.foreign_key_checks = 0", Integer.class);
            if (off == null || off != 0) {
                list.refuse(
                        "session",
                        "foreign_key_checks is 0, so rows may come to hang on what is being erased",
                        "SET GLOBAL foreign_key_checks = 1, and let nothing (init_connect, a proxy) change it");
            }
        });
    }

    /**
     * Warns where InnoDB buffers what a DELETE does to secondary indexes. A run works either way.
     *
     * @param buffering the value of {@code innodb_change_buffering}; null on servers without that variable
     */
    static void changeBuffer(@Nullable String buffering, CheckCollector list) {
        if (buffering != null && BUFFERS_DELETIONS.contains(buffering.toLowerCase(Locale.ROOT))) {
            list.note(
                    "indexes",
                    "the server buffers changes to indexes (innodb_change_buffering=" + buffering
                            + "), so deleting from indexes larger than the buffer pool gets slower",
                    "set innodb_change_buffering to none, as MySQL 8.4 has it by default; MariaDB 11 has no such buffer");
        }
    }

    private Map<String, String> variables(String scope) {
        Map<String, String> variables = new HashMap<>();
        jdbc.query("SHOW " + scope + " VARIABLES", row -> {
            variables.put(row.getString(1).toLowerCase(Locale.ROOT), Objects.requireNonNullElse(row.getString(2), ""));
        });
        return variables;
    }

    /** Newer servers know further ways of being read-only, so anything but off counts. */
    private static boolean isOn(Map<String, String> variables, String name) {
        String value = variables.getOrDefault(name, "OFF");
        return !value.equalsIgnoreCase("OFF") && !value.equals("0") && !value.isEmpty();
    }
}
