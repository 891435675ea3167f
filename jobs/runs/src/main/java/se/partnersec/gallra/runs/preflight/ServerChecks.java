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
import se.partnersec.gallra.support.text.Sentences;

/** Whether the server is one whose clock, locks and commits can be relied on. */
final class ServerChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
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
        list.ask("clock", SENTENCES.say("preflight.whether-clocks-agree"), this::clocks);
        Map<String, String> global = new HashMap<>();
        list.ask("primary", SENTENCES.say("preflight.how-server-set-up"), () -> global.putAll(variables("GLOBAL")));
        list.ask("primary", SENTENCES.say("preflight.whether-server-may-written"), () -> primary(global));
        list.ask(
                "replication",
                SENTENCES.say("preflight.whether-server-replicates-from-another"),
                () -> replica(global));
        list.ask("replication", SENTENCES.say("preflight.how-many-servers-group-may-written"), () -> group(global));
        list.ask("session", SENTENCES.say("preflight.how-sessions-set-up"), this::session);
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
                    SENTENCES.say("preflight.set-both-ntp-dates-holds-depend"));
        } else if (Duration.between(before, after).compareTo(MOST_SKEW) > 0) {
            list.refuse(
                    "clock",
                    SENTENCES.say("preflight.database-takes-longer-than-say-what", MOST_SKEW.toSeconds()),
                    SENTENCES.say("preflight.see-what-server-busy-then-run"),
                    ExitCode.ENVIRONMENT);
        } else {
            list.ok("clock", SENTENCES.say("preflight.machine-database-agree-time"));
        }
    }

    private void primary(Map<String, String> global) {
        for (String name : List.of("read_only", "super_read_only", "innodb_read_only", "offline_mode")) {
            if (isOn(global, name)) {
                list.refuse(
                        "primary",
                        SENTENCES.say("preflight.server-read-only-so-no-primary", name, global.get(name)),
                        SENTENCES.say("preflight.let-gallra-db-url-name-primary"));
            }
        }
        list.okUnlessSaid("primary", SENTENCES.say("preflight.server-may-written"));
    }

    /** Row locks order nothing between two servers that both take writes. */
    private void replica(Map<String, String> global) {
        if (isOn(global, "wsrep_on")) {
            list.refuse(
                    "replication",
                    SENTENCES.say("preflight.server-part-galera-cluster-wsrep-where"),
                    SENTENCES.say("preflight.use-database-single-primary"));
        }
        for (Map<String, Object> channel : jdbc.queryForList("SHOW REPLICA STATUS")) {
            boolean own = String.valueOf(channel.get("Channel_Name")).startsWith("group_replication_");
            Object running = channel.getOrDefault("Replica_SQL_Running", channel.get("Slave_SQL_Running"));
            if (!own && "Yes".equalsIgnoreCase(String.valueOf(running))) {
                list.refuse(
                        "replication",
                        SENTENCES.say("preflight.server-replicates-from-another-replica-one"),
                        SENTENCES.say("preflight.let-gallra-db-url-name-single"));
            } else if (!own) {
                list.note(
                        "replication",
                        SENTENCES.say("preflight.server-once-replicated-from-another-which"),
                        SENTENCES.say("preflight.reset-replica-all-if-primary-good"));
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
                        SENTENCES.say(
                                "preflight.group-replication-runs-several-primaries",
                                (writable == null ? SENTENCES.say("preflight.far-account-can-tell") : "")),
                        SENTENCES.say("preflight.switch-group-single-primary-mode"));
            }
        }
        list.okUnlessSaid("replication", SENTENCES.say("preflight.server-single-primary"));
    }

    private void session() {
        Map<String, String> session = variables("SESSION");
        String isolation =
                session.getOrDefault("transaction_isolation", session.getOrDefault("tx_isolation", "unknown"));
        if (!isolation.equals("READ-COMMITTED")) {
            list.refuse(
                    "session",
                    SENTENCES.say("preflight.sessions-run-isolation-where-hold-just", isolation),
                    SENTENCES.say("preflight.let-nothing-init-connect-proxy-change"));
        }
        if (isOn(session, "log_bin") && "STATEMENT".equals(session.get("binlog_format"))) {
            list.refuse(
                    "session",
                    SENTENCES.say("preflight.binlog-format-statement-which-innodb-refuses"),
                    SENTENCES.say("preflight.set-binlog-format-row-mixed"));
        }
        if (!"+00:00".equals(session.get("time_zone"))) {
            list.refuse(
                    "session",
                    SENTENCES.say("preflight.sessions-run-time-zone-so-times", session.get("time_zone")),
                    SENTENCES.say("preflight.let-nothing-init-connect-proxy-change-2"));
        }
        int wait = Integer.parseInt(session.getOrDefault("innodb_lock_wait_timeout", "50"));
        if (wait > LONGEST_LOCK_WAIT) {
            list.refuse(
                    "session",
                    SENTENCES.say("preflight.sessions-wait-lock-whoever-places-hold", wait),
                    SENTENCES.say("preflight.let-nothing-change-what-gallra-sets", LONGEST_LOCK_WAIT));
        }
        list.okUnlessSaid("session", SENTENCES.say("preflight.sessions-run-read-committed-utc-wait", wait));
    }

    /** Foreign keys keep facts away from what is being erased only where sessions have them switched on. */
    void checkForeignKeys() {
        list.ask("session", SENTENCES.say("preflight.whether-foreign-keys-force"), () -> {
            Integer off = jdbc.queryForObject(
                    "SELECT @@global.foreign_key_checks = 0 OR @@session.foreign_key_checks = 0", Integer.class);
            if (off == null || off != 0) {
                list.refuse(
                        "session",
                        SENTENCES.say("preflight.foreign-key-checks-0-so-rows"),
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
                    SENTENCES.say("preflight.server-buffers-changes-indexes-innodb-change", buffering),
                    SENTENCES.say("preflight.set-innodb-change-buffering-none-mysql"));
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
