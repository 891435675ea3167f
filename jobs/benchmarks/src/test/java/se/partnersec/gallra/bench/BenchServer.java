package se.partnersec.gallra.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.testing.Partitioned;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.TestDatabase;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;

/** A durable database server with the suite's tables, a thousand customers and the holds on some of them. */
final class BenchServer implements AutoCloseable {
    private static final Pattern PURGE_IDLE = Pattern.compile("Purge done for trx.* state: running but idle");
    private static final int LOOKS_A_SECOND = 10;
    private static final String OTHERS = "holds of others";
    private static final int PATIENCE_SECONDS = 120;

    private final Workplace work;
    private final TestDatabase database;
    private final ServerCpu cpu;

    private BenchServer(Workplace work, TestDatabase database) {
        this.work = work;
        this.database = database;
        this.cpu = ServerCpu.of(database.real(), database.port());
    }

    static BenchServer start() {
        return start(TestServers.objectStore().bucket(TestServers.freshBucket(true)));
    }

    static BenchServer start(BucketSettings bucket) {
        // Tests run on servers that need not survive a power failure; figures are those of servers that must.
        System.setProperty(TestDatabase.ON_DISK, "true");
        TestDatabase database = TestServers.database();
        database.execute("", "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        if (database.real()) {
            database.execute("", "SET GLOBAL sync_binlog = 1");
        }
        BenchServer server = new BenchServer(new Workplace(GallraSettings.DEFAULT_CHUNK, bucket), database);
        server.placeHolds();
        // The job for IP logs needs no such index, and figures stay comparable with those from before there was one.
        server.work.admin().execute("DROP INDEX ip_log_user ON " + server.work.table("ip_log"));
        return server;
    }

    private void placeHolds() {
        for (int id = 1; id <= IpLogRows.CUSTOMERS; id++) {
            work.admin()
                    .update(
                            "INSERT INTO " + work.table("customer")
                                    + " (id, customer_no, org_no, name) VALUES (?, ?, ?, ?)",
                            id,
                            "K" + (100_000 + id),
                            "559" + (1_000_000 + id),
                            "Bolaget " + id + " AB");
            if (id % IpLogRows.HELD_ONE_IN == 0) {
                hold(id);
            }
        }
    }

    /** Places a hold on a customer, through the gate. */
    void hold(int customer) {
        work.holdService()
                .add(new NewHold(
                        HoldType.DISPUTE,
                        new HoldScope(ScopeType.CUSTOMER, String.valueOf(customer)),
                        null,
                        null,
                        work.today().plusMonths(6),
                        null,
                        "measured"));
    }

    /** So many holds in the register: those on customers with rows here, and others on customers without. */
    void holdsInAll(long wanted) {
        String register = "`" + work.schemas().suite() + "`.hold";
        JdbcTemplate jdbc = work.admin();
        jdbc.update("DELETE FROM " + register + " WHERE placed_by = ?", OTHERS);
        Long ours = jdbc.queryForObject("SELECT COUNT(*) FROM " + register, Long.class);
        for (long there = ours == null ? 0 : ours; there < wanted; ) {
            // Doubles them each time; past the gate, as no run is at work.
            there += jdbc.update(
                    "INSERT INTO " + register + " (uuid, placed_by, type, scope_kind, scope_key, scope_text, placed_at,"
                            + " review_by, reason, epoch) SELECT UUID(), ?, o.type, o.scope_kind, o.number, o.number,"
                            + " o.placed_at, o.review_by, o.reason, o.epoch"
                            + " FROM (SELECT h.*, ? + ROW_NUMBER() OVER (ORDER BY h.id) AS number FROM " + register
                            + " h) o LIMIT " + (wanted - there),
                    OTHERS,
                    10 * IpLogRows.CUSTOMERS + there);
        }
        jdbc.execute("ANALYZE TABLE " + register);
    }

    /** The folder of policy and mapping. */
    Path config() {
        return work.configFolder();
    }

    /** Gives the server a buffer pool of so many megabytes; it rounds them up to whole pieces. */
    void pool(int megabytes) {
        database.execute("", "SET GLOBAL innodb_buffer_pool_size = " + megabytes * 1_048_576L);
    }

    int poolMegabytes() {
        Integer pool = work.admin().queryForObject("SELECT @@innodb_buffer_pool_size DIV 1048576", Integer.class);
        return pool == null ? 0 : pool;
    }

    /** Partitions the log: what is past its time lies in so many of the same length, and the rest in one. */
    void partition(int partitions) {
        List<LocalDate> days = new ArrayList<>();
        long span = AgedRows.OLDEST - AgedRows.YOUNGEST;
        for (int i = 1; i <= partitions; i++) {
            days.add(work.today().minusDays(AgedRows.OLDEST - span * i / partitions));
        }
        Partitioned.ipLog(work, 1000, days);
    }

    String ipLog() {
        return table("ip_log");
    }

    /** Qualified and quoted. */
    String table(String name) {
        return work.table(name);
    }

    /** How other clients get here: an option file of MySQL's own kind; by TCP, as that name would mean a socket. */
    String clientFile() {
        return "[client]\nhost=" + database.host().replace("localhost", "127.0.0.1") + "\nport=" + database.port()
                + "\nuser=" + database.admin().user() + "\npassword="
                + database.admin().password() + "\n";
    }

    /** How many different keys the ledger has as erased by the last run. */
    long erased() {
        Set<String> keys = new HashSet<>();
        jdbc().query(
                        "SELECT items FROM ledger_chunk WHERE kind = 'C' AND run_id = (SELECT MAX(run_id) FROM run_scope)",
                        row -> {
                            LedgerItem.Codec.read(row.getBytes(1)).stream()
                                    .filter(item -> item.outcome() == Outcome.ERASED)
                                    .forEach(item -> keys.add(String.valueOf(item.key())));
                        });
        return keys.size();
    }

    /** The processor time its process has used; empty where that is on another machine. */
    OptionalDouble cpuSeconds() {
        return cpu.seconds();
    }

    /** Fresh rows; whatever the server still does for the ones before is waited for. */
    IpLogRows fill(long rows) {
        settle();
        IpLogRows table = new IpLogRows(work.admin(), work.table("ip_log"), rows);
        table.fill();
        settle();
        return table;
    }

    /**
     * Waits until the server has purged what was deleted before. The length of its history tells nothing of that: it counts
     * transactions, and one giant DELETE is one.
     */
    void settle() {
        int idle = 0;
        for (int i = 0; i < PATIENCE_SECONDS * LOOKS_A_SECOND; i++) {
            String status =
                    work.admin().queryForObject("SHOW ENGINE INNODB STATUS", (row, n) -> row.getString("Status"));
            // Between two pieces of its work it may look idle for a moment.
            idle = status != null && PURGE_IDLE.matcher(status).find() ? idle + 1 : 0;
            if (idle == LOOKS_A_SECOND) {
                return;
            }
            try {
                Thread.sleep(1000 / LOOKS_A_SECOND);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        System.err.println("the server has not finished its purge within " + PATIENCE_SECONDS + " s; going on");
    }

    String description() {
        return work.admin().queryForObject("SELECT VERSION()", String.class)
                + ", buffer pool "
                + poolMegabytes()
                + " MB, flushed at each commit; JDK "
                + Runtime.version()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors";
    }

    Connection connect() throws SQLException {
        return database.connect(database.admin(), work.schemas().business());
    }

    JdbcTemplate jdbc() {
        return work.admin();
    }

    /** The program with the accounts and rights of a production system. */
    Program program() {
        GallraSettings settings = work.settings();
        BucketSettings bucket = Objects.requireNonNull(settings.bucket());
        Map<String, String> environment = new HashMap<>(Map.of(
                "GALLRA_CONFIG", work.configFolder().toString(),
                "GALLRA_HOME", work.configFolder().toString(),
                "GALLRA_DB_URL", settings.url().jdbc(),
                "GALLRA_S3_ENDPOINT", Objects.requireNonNull(bucket.endpoint()),
                "GALLRA_S3_BUCKET", bucket.bucket(),
                "GALLRA_S3_ACCESS_KEY", Objects.requireNonNull(bucket.accessKey()),
                "GALLRA_S3_SECRET_KEY", Objects.requireNonNull(bucket.secretKey()),
                "GALLRA_TAG_KEY", "0123456789abcdeffedcba98765432100f1e2d3c4b5a69788796a5b4c3d2e1f0"));
        settings.accounts().forEach((role, account) -> {
            String name = role == DatabaseRole.JOB ? "DB" : role.name();
            environment.put("GALLRA_" + name + "_USER", account.user());
            environment.put("GALLRA_" + name + "_PASSWORD", account.password());
        });
        return new Program(environment);
    }

    @Override
    public void close() {
        work.close();
    }
}
