package se.partnersec.gallra.erasure.partition;

import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Records of a partition that was said to go: gone from the staging table or about to go, and not in the ledger yet. Between
 * the two nothing else tells of them.
 */
public final class GoingItems {
    private static final String ITEMS = """
            SELECT i.items FROM staged_item i JOIN staged_partition p ON p.category = i.category
            WHERE i.category = ? AND p.state = 'GOING'""";

    private GoingItems() {}

    /** How many of a category there are; read a page at a time. */
    public static long count(JdbcTemplate jdbc, DataCategory category, Predicate<LedgerItem.Codec.Read> wanted) {
        long[] found = {0};
        jdbc.query(
                ITEMS,
                row -> {
                    found[0] += LedgerItem.Codec.read(row.getBytes(1)).stream()
                            .filter(wanted)
                            .count();
                },
                category.id());
        return found[0];
    }
}
