package se.partnersec.gallra.ledger.entry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Writes what was done, in the transaction that did it, each row chained to the one before. */
public final class LedgerWriter {
    public static final char CHUNK = 'C';
    public static final char CLOSING = 'E';

    private static final Sentences SENTENCES = Sentences.of("ledger");
    private static final String TAIL =
            "SELECT seq, hash FROM ledger_chunk WHERE category = ? AND part = ? ORDER BY seq DESC LIMIT 1";
    private static final String APPEND = """
            INSERT INTO ledger_chunk (category, part, seq, run_id, kind, attempt, written_at, policy, token, hold_epoch,
              counts, key_lo, key_hi, items, prev_hash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UNHEX(?), ?, ?)""";

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;

    public LedgerWriter(JdbcTemplate jdbc, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.tags = tags;
    }

    /** Appends a chunk; the caller's transaction holds the category's lease, so nobody else appends beside it. */
    public long append(Chunk chunk) {
        return append(chunk, CHUNK);
    }

    /** Appends the row that closes an attempt, with the run's totals so far; answers its number. */
    public long close(Chunk totals) {
        return append(totals, CLOSING);
    }

    /** Whether the transaction of this attempt was committed; ask on a connection that did not take part in it. */
    public boolean committed(String attempt) {
        Long n = jdbc.queryForObject("SELECT COUNT(*) FROM ledger_chunk WHERE attempt = ?", Long.class, attempt);
        return n != null && n > 0;
    }

    /** Sums over the chunks of a run; used for its totals and to see whether it moves. */
    public Outcome.Counts totals(long runId) {
        return totals(jdbc, runId);
    }

    /** The same for those who only read. */
    public static Outcome.Counts totals(JdbcTemplate jdbc, long runId) {
        Outcome.Counts sum = new Outcome.Counts();
        jdbc.query(
                "SELECT counts FROM ledger_chunk WHERE run_id = ? AND kind = 'C'",
                row -> {
                    sum.add(counts(row.getString(1), runId));
                },
                runId);
        return sum;
    }

    /** @throws RefusedException if somebody altered the row */
    private static Outcome.Counts counts(String text, long runId) {
        try {
            return Outcome.Counts.parse(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.refused(List.of(SENTENCES.say("entry.counts-cannot-read", runId)));
        }
    }

    public long chunks(long runId) {
        Long n = jdbc.queryForObject(
                "SELECT COUNT(*) FROM ledger_chunk WHERE run_id = ? AND kind = 'C'", Long.class, runId);
        return n == null ? 0 : n;
    }

    private record Tail(long seq, byte[] hash) {}

    private long append(Chunk chunk, char kind) {
        DataCategory category = chunk.category();
        Tail tail = jdbc
                .query(TAIL, (row, i) -> new Tail(row.getLong(1), row.getBytes(2)), category.id(), chunk.part())
                .stream()
                .findFirst()
                .orElse(new Tail(0, LedgerRow.NO_HASH));
        LedgerItem.Ordered items = LedgerItem.Ordered.of(chunk.items());
        LedgerRow row = new LedgerRow(
                category.id(),
                chunk.part(),
                tail.seq() + 1,
                chunk.runId(),
                kind,
                chunk.attempt(),
                DatabaseClock.column(chunk.now()).truncatedTo(ChronoUnit.MICROS),
                chunk.policy(),
                chunk.token(),
                chunk.holdEpoch(),
                chunk.counts().text(),
                items.lowest(),
                items.highest(),
                LedgerItem.Codec.write(items, category.id(), tags),
                tail.hash());
        insert(jdbc, row);
        return row.seq();
    }

    public static void insert(JdbcTemplate jdbc, LedgerRow row) {
        jdbc.update(
                APPEND,
                row.category(),
                row.part(),
                row.seq(),
                row.runId(),
                String.valueOf(row.kind()),
                row.attempt(),
                row.writtenAt(),
                row.policy(),
                row.token(),
                row.holdEpoch(),
                row.counts(),
                row.keyLo(),
                row.keyHi(),
                // The driver would write bytes as hexadecimal digits too, one at a time.
                HexFormat.of().formatHex(row.items()),
                row.prevHash(),
                row.hash());
    }

    /**
     * What a chunk tells the ledger.
     *
     * @param runId the job instance
     * @param attempt random id of this try to commit
     * @param policy fingerprint of policy and sources
     * @param token fencing token of the category lease
     * @param holdEpoch value of the gate that was read under its lock
     */
    public record Chunk(
            DataCategory category,
            int part,
            long runId,
            String attempt,
            String policy,
            long token,
            long holdEpoch,
            Instant now,
            Outcome.Counts counts,
            List<LedgerItem> items) {}
}
