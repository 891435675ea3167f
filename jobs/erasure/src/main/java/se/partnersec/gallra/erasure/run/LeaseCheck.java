package se.partnersec.gallra.erasure.run;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/** What a chunk checks of the category's lease: that the token is still ours, in the transaction that erases. */
public final class LeaseCheck {
    private static final String SHARE =
            "SELECT token, UTC_TIMESTAMP(6) FROM lease WHERE category = ? LOCK IN SHARE MODE";

    private record Held(long token, LocalDateTime now) {}

    private final JdbcTemplate jdbc;
    private final String category;
    private final long token;
    private final LongConsumer publish;
    private final Set<Long> published = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> latest = new ConcurrentHashMap<>();

    /**
     * @param publish makes a connection id known to whoever may have to end it, before the connection keeps any lock
     *     that could outlive us
     */
    public LeaseCheck(JdbcTemplate jdbc, String category, long token, LongConsumer publish) {
        this.jdbc = jdbc;
        this.category = category;
        this.token = token;
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
     * The connections of the transactions that each thread tried last, with commas: if a line broke, the server may still be
     * busy with it.
     */
    public String latestConnections() {
        return latest.values().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * @return the database's time, which is after every gate transaction that went before this one
     * @throws Fenced if somebody took the lease over
     */
    public Instant check(long connection) {
        latest.put(Thread.currentThread().getName(), connection);
        if (published.add(connection)) {
            publish.accept(connection);
        }
        return jdbc
                .query(SHARE, (row, i) -> new Held(row.getLong(1), row.getObject(2, LocalDateTime.class)), category)
                .stream()
                .filter(held -> held.token() == token)
                .map(held -> DatabaseClock.instant(held.now()))
                .findFirst()
                .orElseThrow(() -> new Fenced(category));
    }

    /** This process lost its lease: whatever it was about to commit must not be. */
    public static final class Fenced extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Fenced(String category) {
            super("the lease of " + category + " was taken over by another run; this one has stopped");
        }
    }
}
