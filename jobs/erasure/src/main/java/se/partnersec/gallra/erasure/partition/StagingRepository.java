package se.partnersec.gallra.erasure.partition;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** What is on record of the partition of a category that lies in the staging table, and which of its records go. */
final class StagingRepository {
    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final Pseudonymizer tags;

    StagingRepository(JdbcTemplate jdbc, DataCategory category, Pseudonymizer tags) {
        this.jdbc = jdbc;
        this.category = category;
        this.tags = tags;
    }

    enum State {
        /** Not every row in the staging table has been decided. */
        FILLING,
        /** Every row in the staging table goes, and is on record: if the table is empty, they have gone. */
        GOING,
        /** What is left there is being put back. */
        RETURNING
    }

    /**
     * @param policy fingerprint of policy and sources they were decided by
     * @param place the table and its staging table
     * @param attempt random id of this taking out
     * @param epoch value of the gate under which it was said that they go
     */
    record Staged(long runId, String policy, String place, String partition, String attempt, State state, long epoch) {}

    @Nullable
    Staged find() {
        return jdbc
                .query(
                        "SELECT run_id, policy, place, partition_name, attempt, state, hold_epoch FROM staged_partition"
                                + " WHERE category = ?",
                        (row, i) -> new Staged(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                State.valueOf(row.getString(6)),
                                row.getLong(7)),
                        category.id())
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Before anything is taken out of the table. */
    void open(long runId, String policy, String place, String partition, String attempt) {
        jdbc.update(
                "INSERT INTO staged_partition (category, run_id, policy, place, partition_name, attempt, state, hold_epoch,"
                        + " opened_at) VALUES (?, ?, ?, ?, ?, ?, 'FILLING', 0, UTC_TIMESTAMP(6))",
                category.id(),
                runId,
                policy,
                place,
                partition,
                attempt);
    }

    /** Forgets what was decided, because it is decided anew. */
    void forgetItems() {
        jdbc.update("DELETE FROM staged_item WHERE category = ?", category.id());
    }

    /** From now on an empty staging table means nothing. Asks for the lease itself: outside of a transaction nothing else does. */
    boolean returning(long token) {
        return jdbc.update(
                        "UPDATE staged_partition SET state = 'RETURNING' WHERE category = ? AND EXISTS"
                                + " (SELECT 1 FROM lease l WHERE l.category = ? AND l.token = ?)",
                        category.id(),
                        category.id(),
                        token)
                == 1;
    }

    void replace(int page, List<LedgerItem> going) {
        jdbc.update("DELETE FROM staged_item WHERE category = ? AND page = ?", category.id(), page);
        page(page, going);
    }

    void page(int page, List<LedgerItem> going) {
        BigInteger sum =
                going.stream().map(item -> new BigInteger(item.key().text())).reduce(BigInteger.ZERO, BigInteger::add);
        jdbc.update(
                "INSERT INTO staged_item (category, page, records, key_sum, items) VALUES (?, ?, ?, ?, ?)",
                category.id(),
                page,
                going.size(),
                sum,
                LedgerItem.Codec.write(going, category.id(), tags));
    }

    /** Said under the gate: whoever comes with a hold from now on has come too late for what is there. */
    void going(long epoch) {
        jdbc.update(
                "UPDATE staged_partition SET state = 'GOING', hold_epoch = ? WHERE category = ?", epoch, category.id());
    }

    /** How many records go, and the sum of their keys. */
    record Totals(long records, BigInteger keySum) {}

    Totals totals() {
        return jdbc.query(
                        "SELECT COALESCE(SUM(records), 0), COALESCE(SUM(key_sum), 0) FROM staged_item WHERE category = ?",
                        (row, i) ->
                                new Totals(row.getLong(1), row.getBigDecimal(2).toBigIntegerExact()),
                        category.id())
                .get(0);
    }

    void eachPage(Consumer<List<LedgerItem>> action) {
        List<Integer> pages = jdbc.query(
                "SELECT page FROM staged_item WHERE category = ? ORDER BY page",
                (row, i) -> row.getInt(1),
                category.id());
        for (int page : pages) {
            byte[] items = jdbc.queryForObject(
                    "SELECT items FROM staged_item WHERE category = ? AND page = ?", byte[].class, category.id(), page);
            if (items != null) {
                action.accept(LedgerItem.Codec.read(items).stream()
                        .map(StagingRepository::item)
                        .toList());
            }
        }
    }

    private static LedgerItem item(LedgerItem.Codec.Read read) {
        if (read.key() == null) {
            throw new IllegalStateException("a staged record without its key. Indicates a bug");
        }
        return new LedgerItem(read.key(), read.outcome(), read.start(), read.customer(), read.user());
    }

    void end() {
        forgetItems();
        jdbc.update("DELETE FROM staged_partition WHERE category = ?", category.id());
    }
}
