package se.partnersec.gallra.ledger.entry;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of a chunk in the order in which they are written.
 *
 * @param numbers whether every key is a number that can be delta-coded
 */
record OrderedItems(List<LedgerItem> items, boolean numbers) {
    private static final Comparator<LedgerItem> BY_TEXT =
            Comparator.comparing(item -> item.key().text());
    private static final Comparator<LedgerItem> BY_NUMBER = (one, other) ->
            Long.compareUnsigned(one.key().unsigned(), other.key().unsigned());

    static OrderedItems of(List<LedgerItem> items) {
        boolean numbers = true;
        for (LedgerItem item : items) {
            numbers &= item.key().codable();
        }
        Comparator<LedgerItem> order = numbers ? BY_NUMBER : BY_TEXT;
        return new OrderedItems(
                ordered(items, order) ? items : items.stream().sorted(order).toList(), numbers);
    }

    /** Chunks are read in key order, so most need no sorting. */
    private static boolean ordered(List<LedgerItem> items, Comparator<LedgerItem> order) {
        for (int i = 1; i < items.size(); i++) {
            if (order.compare(items.get(i - 1), items.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    BigInteger lowest() {
        return bound(0);
    }

    @Nullable
    BigInteger highest() {
        return bound(items.size() - 1);
    }

    /** A bound of the keys, if they are numbers, so that a record is found without reading every item. */
    private @Nullable BigInteger bound(int i) {
        return items.isEmpty() || !numbers
                ? null
                : new BigInteger(items.get(i).key().text());
    }
}
