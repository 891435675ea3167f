package se.partnersec.gallra.runs.lease;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/**
 * One run a category. The token grows with every holder, and each chunk checks it in its own transaction, so a holder
 * that was thought dead and wakes up can commit nothing more.
 */
public final class CategoryLease {
    private static final Sentences SENTENCES = Sentences.of("runs");
    /** A holder without a heartbeat for this long is dead, by the database's clock. */
    static final int DEAD_AFTER_SECONDS = 30;

    /**
     * A swap may have to wait until the server has undone a dead holder's last chunk, and of two that insert into the same
     * gap the server may end one as a deadlock.
     */
    private static final int MOST_TRIES = 3;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LeaseLock lock;
    private final String holder;

    /** @param holder who asks, such as {@code batch1 pid 771} */
    public CategoryLease(JdbcTemplate jdbc, TransactionTemplate transaction, String holder) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.lock = new LeaseLock(jdbc, transaction);
        this.holder = holder;
    }

    /**
     * What is on record of a category's lease.
     *
     * @param taking number of the taking, which no other taking has; null where nobody has it, or by a program of before
     * @param quietSeconds since the last heartbeat; negative where the database's clock was set back since
     */
    public record Holding(
            long token,
            @Nullable String holder,
            @Nullable String taking,
            @Nullable Long quietSeconds,
            String connections) {
        public boolean free() {
            return holder == null;
        }

        /** A heartbeat of the future is none: whoever lives beats again by the clock as it is now. */
        public boolean alive() {
            return holder != null && quietSeconds != null && quietSeconds >= 0 && quietSeconds < DEAD_AFTER_SECONDS;
        }

        private boolean unknown() {
            return holder != null && quietSeconds != null && quietSeconds < 0;
        }
    }

    public Holding holding(DataCategory category) {
        return jdbc
                .query(
                        """
                        SELECT l.token, l.holder, l.taking, TIMESTAMPDIFF(SECOND, h.beat_at, UTC_TIMESTAMP(6)),
                          h.connections
                        FROM lease l LEFT JOIN heartbeat h ON h.category = l.category WHERE l.category = ?""",
                        (row, i) -> {
                            String connections = row.getString(5);
                            return new Holding(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getObject(4, Long.class),
                                    connections == null ? "" : connections);
                        },
                        category.id())
                .stream()
                .findFirst()
                .orElse(new Holding(0, null, null, null, ""));
    }

    /**
     * The same, once it is known whether a holder lives: where its last heartbeat is of the future, because the clock was set
     * back, another one is waited for.
     */
    private Holding settled(DataCategory category) {
        Holding holding = holding(category);
        for (int waited = 0; holding.unknown() && waited < DEAD_AFTER_SECONDS; waited++) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Taken(category, String.valueOf(holding.holder()));
            }
            holding = holding(category);
        }
        return holding;
    }

    /**
     * A lease that is ours now. The value fences those before; that two holders never believe in the same one, even where a
     * primary that was lost gave the value already, is told by the taking.
     */
    public record Token(long value, String taking, long lastNumber) {}

    /**
     * Takes the lease, also from a holder that is dead: its connections are ended first if they still keep locks.
     *
     * @param contending categories that may not run at the same time
     * @throws Taken if a living run has it, or one of those
     */
    public Token take(DataCategory category, Set<DataCategory> contending) {
        return take(category, contending, true);
    }

    /**
     * The same.
     *
     * @param any also from a holder that died; else only where it was given back
     * @throws Left if a dead holder has it and that is not enough
     */
    public Token take(DataCategory category, Set<DataCategory> contending, boolean any) {
        ensureRow(category);
        contending.forEach(this::ensureRow);
        contending.forEach(this::settled);
        requireQuiet(category, contending);
        Holding before = settled(category);
        String taking = UUID.randomUUID().toString();
        if (before.alive()) {
            throw new Taken(category, String.valueOf(before.holder()));
        }
        if (!any && !before.free()) {
            throw new Left(category, String.valueOf(before.holder()));
        }
        for (int tries = 1; ; tries++) {
            if (!before.free() && lock.held(category)) {
                // Its last chunk still holds the row: the process is frozen, or the server has not noticed its death.
                lock.end(before.connections());
            }
            try {
                return swap(category, before, contending, taking);
            } catch (DataAccessException | TransactionException e) {
                Holding now = holding(category);
                if (SqlErrorClassifier.lineLost(e) && taking.equals(now.taking())) {
                    // The swap took place, only its reply was lost.
                    return new Token(now.token(), taking, lastNumber(category));
                }
                if (now.alive()) {
                    throw new Taken(category, String.valueOf(now.holder()));
                }
                if (SqlErrorClassifier.kind(e) != SqlErrorClassifier.Kind.TRANSIENT) {
                    throw e;
                }
                if (tries == MOST_TRIES) {
                    if (before.free()) {
                        throw e;
                    }
                    throw new Taken(
                            category, SENTENCES.say("lease.dead-still-keeps-locks-connections-could", before.holder()));
                }
            }
        }
    }

    /** What an earlier attempt of ours may have left at the server has ended when this returns. */
    public void settle(DataCategory category, Token token, String doubtful) {
        lock.settle(category, token, doubtful);
    }

    private void requireQuiet(DataCategory category, Set<DataCategory> contending) {
        for (DataCategory other : contending) {
            Holding holding = holding(other);
            if (holding.alive()) {
                throw new Taken(category, other, String.valueOf(holding.holder()));
            }
        }
    }

    /** Of two that contend one comes first: each looks at the other's row under a lock on both. */
    private void lock(DataCategory category, Set<DataCategory> contending) {
        if (!contending.isEmpty()) {
            Set<DataCategory> all = new TreeSet<>(contending);
            all.add(category);
            all.forEach(each -> jdbc.queryForObject(
                    "SELECT token FROM lease WHERE category = ? FOR UPDATE", Long.class, each.id()));
            requireQuiet(category, contending);
        }
    }

    private Token swap(DataCategory category, Holding before, Set<DataCategory> contending, String taking) {
        Token token = transaction.execute(t -> {
            lock(category, contending);
            int changed = jdbc.update(
                    "UPDATE lease SET token = token + 1, holder = ?, taking = ?, taken_at = UTC_TIMESTAMP(6)"
                            + " WHERE category = ? AND token = ? AND (holder IS NULL OR holder = ?)",
                    holder,
                    taking,
                    category.id(),
                    before.token(),
                    before.holder());
            if (changed == 0) {
                throw new Taken(category, String.valueOf(holding(category).holder()));
            }
            long value = before.token() + 1;
            beat(category, value, Set.of());
            return new Token(value, taking, lastNumber(category));
        });
        if (token == null) {
            throw new IllegalStateException("no token. Indicates a bug");
        }
        return token;
    }

    private long lastNumber(DataCategory category) {
        Long last = jdbc.queryForObject("SELECT last_number FROM lease WHERE category = ?", Long.class, category.id());
        return last == null ? 0 : last;
    }

    /** Numbers runs of a category, under its lease. */
    public long nextNumber(DataCategory category, Token token) {
        int changed = jdbc.update(
                "UPDATE lease SET last_number = last_number + 1 WHERE category = ? AND token = ? AND taking = ?",
                category.id(),
                token.value(),
                token.taking());
        if (changed != 1) {
            throw new LeaseCheck.Fenced(category.id());
        }
        return lastNumber(category);
    }

    /** A sign of life, and the connections that would have to be ended if there were no more signs. */
    void beat(DataCategory category, long token, Set<Long> connections) {
        String ids = new TreeSet<>(connections).stream().map(String::valueOf).collect(Collectors.joining(","));
        int changed = jdbc.update(
                "UPDATE heartbeat SET token = ?, beat_at = UTC_TIMESTAMP(6), connections = ?"
                        + " WHERE category = ? AND token <= ?",
                token,
                ids,
                category.id(),
                token);
        if (changed == 0) {
            try {
                jdbc.update(
                        "INSERT INTO heartbeat (category, token, beat_at, connections) VALUES (?, ?, UTC_TIMESTAMP(6), ?)",
                        category.id(),
                        token,
                        ids);
            } catch (DuplicateKeyException e) {
                // A newer holder beats already: ours is no sign of life any more.
                return;
            }
        }
    }

    /** Gives the lease back, if it is still ours. Where that fails, it passes on when the heart has been still. */
    public void release(DataCategory category, Token token) {
        for (int tries = 0; tries < 2; tries++) {
            try {
                jdbc.update(
                        "UPDATE lease SET holder = NULL, taking = NULL WHERE category = ? AND taking = ?",
                        category.id(),
                        token.taking());
                return;
            } catch (DataAccessException e) {
                // What the run has to tell matters more.
                continue;
            }
        }
    }

    /** Inserts only where the row is missing: an insert takes locks, even one that inserts nothing. */
    private void ensureRow(DataCategory category) {
        for (int tries = 1; missing(category); tries++) {
            try {
                jdbc.update("INSERT IGNORE INTO lease (category, token, last_number) VALUES (?, 0, 0)", category.id());
            } catch (ConcurrencyFailureException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
            if (tries > MOST_TRIES) {
                throw new IllegalStateException("a lease was written and is not there. Indicates a bug");
            }
        }
    }

    private boolean missing(DataCategory category) {
        return jdbc.queryForList("SELECT token FROM lease WHERE category = ?", category.id())
                .isEmpty();
    }

    /** The category's lease is a dead holder's, whose requests a store may still carry out. */
    public static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1;

        Left(DataCategory category, String holder) {
            super(SENTENCES.say("lease.died-while-worked-object-store-carries", VisibleText.of(holder), category));
        }
    }

    /** The category's lease is in other, living hands. */
    public static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Taken(DataCategory category, String holder) {
            super(SENTENCES.say("lease.already-running", category, VisibleText.of(holder)));
        }

        Taken(DataCategory category, DataCategory other, String holder) {
            super(SENTENCES.say("lease.running-lock-same-rows-business-so", other, holder, category));
        }
    }

    /**
     * The row of a lease as a lock: every erasing transaction keeps it shared to its end, so whoever gets it alone knows
     * that each commit of unknown outcome has taken place by now or never will.
     */
    private static final class LeaseLock {
        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;

        LeaseLock(JdbcTemplate jdbc, TransactionTemplate transaction) {
            this.jdbc = jdbc;
            this.transaction = transaction;
        }

        /** Whether some transaction keeps the row. */
        boolean held(DataCategory category) {
            try {
                taking(category, " NOWAIT");
                return false;
            } catch (DataAccessException | TransactionException e) {
                return true;
            }
        }

        /**
         * Sees to it that no transaction of our own is left at the server.
         *
         * @param doubtful the connections whose lines may have broken, with commas; they are ended if one keeps the row
         * @throws LeaseCheck.Fenced if the lease is not ours any more
         */
        void settle(DataCategory category, Token token, String doubtful) {
            if (held(category)) {
                end(doubtful);
            }
            if (!token.taking().equals(taking(category, ""))) {
                throw new LeaseCheck.Fenced(category.id());
            }
        }

        private @Nullable String taking(DataCategory category, String wait) {
            return transaction.execute(t -> jdbc.queryForObject(
                    "SELECT taking FROM lease WHERE category = ? FOR UPDATE" + wait, String.class, category.id()));
        }

        /** Ends connections of our own account; those of others the server would refuse to end. */
        void end(String connections) {
            for (String id : List.of(connections.split(",", -1))) {
                if (id.matches("\\d{1,19}")) {
                    try {
                        jdbc.execute("KILL " + id);
                    } catch (DataAccessException e) {
                        // Gone already, or not ours; if its locks remain, taking the lease fails and says so.
                        continue;
                    }
                }
            }
        }
    }
}
