package se.partnersec.gallra.erasure.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.support.text.Sentences;

/** What a chunk checks of the category's lease: that it is still of our taking, in the transaction that erases. */
public final class LeaseCheck {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** MySQL and MariaDB name a server alike only by these; servers of one replication have different numbers. */
    private static final String SHARE =
            "SELECT taking, UTC_TIMESTAMP(6), CONCAT_WS(' ', @@hostname, @@port, @@server_id)"
                    + " FROM lease WHERE category = ? LOCK IN SHARE MODE";

    private static final String BEAT =
            "SELECT TIMESTAMPDIFF(SECOND, beat_at, UTC_TIMESTAMP(6)) FROM heartbeat WHERE category = ?";

    /** A holder is dead after 30 s: less the 15 of a signature and five for the request itself. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private record Held(@Nullable String taking, LocalDateTime now, String server) {}

    private final JdbcTemplate jdbc;
    private final String category;
    private final String taking;
    private final LongConsumer publish;
    private final Set<Long> published = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> latest = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> server = new AtomicReference<>();
    private final AtomicLong epoch = new AtomicLong();

    /**
     * @param taking number of the taking, which no other taking has
     * @param publish makes a connection id known to whoever may have to end it, before the connection keeps any lock
     *     that could outlive us
     */
    public LeaseCheck(JdbcTemplate jdbc, String category, String taking, LongConsumer publish) {
        this.jdbc = jdbc;
        this.category = category;
        this.taking = taking;
        this.publish = publish;
    }

    /**
     * Checks in the caller's transaction; until that ends, nobody can take the lease over.
     *
     * @throws Fenced if somebody took the lease over
     */
    public void confirm() {
        Long connection = jdbc.queryForObject("SELECT CONNECTION_ID()", Long.class);
        check(connection == null ? 0 : connection);
    }

    /**
     * Confirms in the caller's transaction, and asks whether our own heartbeat gets through: a request that is sent now can be
     * carried out until its signature expires, and nobody may take the lease over before that.
     */
    public boolean maySend() {
        confirm();
        Long quiet = jdbc.query(BEAT, (row, i) -> row.getLong(1), category).stream()
                .findFirst()
                .orElse(null);
        return quiet != null && quiet >= 0 && quiet <= FRESH.toSeconds();
    }

    /**
     * The connections of the transactions that each thread tried last, with commas: if a line broke, the server may still be
     * busy with it.
     */
    public String latestConnections() {
        return latest.values().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * Checks in a transaction that is inside the gate.
     *
     * @return the database's time, which is after every gate transaction that went before this one
     * @throws Fenced if somebody took the lease over
     * @throws ErasureGate.Mismatch if another server answers than before, or one whose gate is behind what this process has
     *     seen: a replica that took over may lack the last holds
     */
    public Instant check(ErasureGate.Entry gate) {
        Instant now = check(gate.connection());
        long highest = epoch.accumulateAndGet(gate.epoch(), Math::max);
        if (gate.epoch() < highest) {
            throw new ErasureGate.Mismatch(
                    SENTENCES.say("run.gate-stands-epoch-process-seen-epoch", gate.epoch(), highest));
        }
        return now;
    }

    private Instant check(long connection) {
        latest.put(Thread.currentThread().getName(), connection);
        if (published.add(connection)) {
            publish.accept(connection);
        }
        Held held = jdbc
                .query(
                        SHARE,
                        (row, i) -> new Held(row.getString(1), row.getObject(2, LocalDateTime.class), row.getString(3)),
                        category)
                .stream()
                .filter(each -> taking.equals(each.taking()))
                .findFirst()
                .orElseThrow(() -> new Fenced(category));
        if (!server.compareAndSet(null, held.server()) && !held.server().equals(server.get())) {
            throw new ErasureGate.Mismatch(
                    SENTENCES.say("run.another-database-server-answers-than-one", server.get(), held.server()));
        }
        return DatabaseClock.instant(held.now());
    }

    /** This process lost its lease: whatever it was about to commit must not be. */
    public static final class Fenced extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Fenced(String category) {
            super(SENTENCES.say("run.lease-taken-over-another-run-one", category));
        }
    }
}
