package se.partnersec.gallra.ledger.entry;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.schema.SchemaMigration;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.FreshSchemas;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.TestTagKey;

/** A ledger in a schema of its own, written as the engine writes it: chunks, closing rows, frozen scopes. */
public final class WrittenLedger implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T01:00:00.25Z");
    public static final Pseudonymizer TAGS = TestTagKey.tags();
    static final String POLICY = "0123456789abcdef".repeat(4);

    public final FreshSchemas schemas = TestServers.freshSchemas();
    private final HikariDataSource pool = DataSourceFactory.pool(schemas.settings(), DatabaseRole.OWNER, 4);
    private final Connection one;
    /** Works on one connection, so that a tampering, its discovery and its undoing share a transaction. */
    public final JdbcTemplate jdbc;

    public final JdbcTransactionManager transactions;
    public final Random random;
    private final LedgerWriter ledger;
    private long written;

    public WrittenLedger(long seed) {
        new SchemaMigration(pool).migrate();
        one = DataSourceUtils.getConnection(pool);
        SingleConnectionDataSource source = new SingleConnectionDataSource(one, true);
        jdbc = new JdbcTemplate(source);
        transactions = new JdbcTransactionManager(source);
        ledger = new LedgerWriter(jdbc, TAGS);
        random = new Random(seed);
    }

    /** 3 categories, 4 chains, 12 runs, some of several attempts: 96 chunks of 0 to 30 items. */
    public WrittenLedger fill() {
        for (int run = 1; run <= 4; run++) {
            int id = run;
            inTransaction(() -> {
                run(CategoryIds.IP_LOGS, 0, id, 8, 30);
                run(CategoryIds.IP_LOGS, 1, id, 4, 30);
                run(CategoryIds.CHAT_LOGS, 0, 10 + id, 7, 30);
                run(CategoryIds.CALL_RECORDINGS, 0, 20 + id, 5, 30);
            });
        }
        return this;
    }

    /** A whole run; every second one was interrupted and closed once before it went on. */
    public void run(DataCategory category, int part, long run, int chunks, int items) {
        scope(category, part, run);
        Outcome.Counts sum = new Outcome.Counts();
        for (int i = 0; i < chunks; i++) {
            if (i == chunks / 2 && run % 2 == 0) {
                close(category, part, run, sum);
            }
            sum.add(chunk(category, part, run, items(category, random.nextInt(items + 1))));
        }
        close(category, part, run, sum);
    }

    public void scope(DataCategory category, int part, long run) {
        jdbc.update("""
                INSERT INTO run_scope (run_id, part, category, number, as_of, policy, started_before, candidates, opened_at)
                VALUES (?, ?, ?, ?, '2026-11-24', ?, '2026-10-27', 100, UTC_TIMESTAMP(6))""", run, part, category.id(), run, POLICY);
    }

    public Outcome.Counts chunk(DataCategory category, int part, long run, List<LedgerItem> items) {
        Outcome.Counts counts = new Outcome.Counts().add(Outcome.HELD, random.nextInt(5));
        items.forEach(item -> counts.add(item.outcome(), 1));
        ledger.append(record(category, part, run, counts, items));
        return counts;
    }

    public void close(DataCategory category, int part, long run, Outcome.Counts sum) {
        long seq = ledger.close(record(category, part, run, sum, List.of()));
        jdbc.update(
                "UPDATE run_scope SET ended_at = UTC_TIMESTAMP(6), closed_seq = ? WHERE run_id = ? AND part = ?",
                seq,
                run,
                part);
    }

    private LedgerWriter.Chunk record(
            DataCategory category, int part, long run, Outcome.Counts counts, List<LedgerItem> items) {
        String attempt = new UUID(random.nextLong(), random.nextLong()).toString();
        Instant now = NOW.plusSeconds(++written);
        return new LedgerWriter.Chunk(category, part, run, attempt, POLICY, run, 100 + run, now, counts, items);
    }

    /** Recordings have text keys here; the others numbers. */
    public List<LedgerItem> items(DataCategory category, int n) {
        boolean text = category.equals(CategoryIds.CALL_RECORDINGS);
        List<LedgerItem> items = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            long key = ++written;
            items.add(new LedgerItem(
                    text ? new RecordKey("tape-" + key, false) : RecordKey.of(key),
                    random.nextInt(10) == 0 ? Outcome.ANONYMISED : Outcome.ERASED,
                    LocalDate.of(2026, 1, 1).plusDays(random.nextInt(200)),
                    random.nextInt(50),
                    random.nextInt(200)));
        }
        return items;
    }

    public void inTransaction(Runnable work) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
    }

    /** What comes of it when the work is thrown away afterwards. */
    public <T> T undone(Supplier<T> work) {
        return Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            return work.get();
        }));
    }

    public LedgerVerifier.Result verify() {
        return new LedgerVerifier(jdbc, transactions).verify(Optional.empty());
    }

    public HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        JdbcUtils.closeConnection(one);
        pool.close();
        schemas.close();
    }
}
