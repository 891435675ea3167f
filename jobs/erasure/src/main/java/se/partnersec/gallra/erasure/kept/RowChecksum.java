package se.partnersec.gallra.erasure.kept;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * A number for what the register relies on in a row {@code t}, in SQL; of several rows the exclusive or is taken. Each column's
 * value is multiplied with a number made of the row's key, so that two rows that exchange a value show; and the value is first
 * moved by another number of the key, because a product with a power of two is a mere shift, and checksums of neighbouring
 * keys cancel each other out. One change in some hundred million does not show, until the day on which the rows are looked at
 * again.
 *
 * @param keyKinds says which columns are integers: these need not be made into text first
 */
record RowChecksum(TableMapping table, KeyTypes keyKinds) {
    private static final long MASK = (1 << 28) - 1;
    /** The largest below the mask. */
    private static final long PRIME = 268_435_399;

    /** Another multiplier for each column; 2^32 through the golden ratio. */
    private static final long SCATTER = 0x9E3779B9L;

    /**
     * @param kinds of holds that keep some: the columns by which these reach a row
     * @param books whether the Bookkeeping Act keeps some: then every column the rules read
     */
    String sql(Set<ScopeType> kinds, boolean books) {
        Set<String> columns = new LinkedHashSet<>();
        for (ScopeType kind : ScopeType.values()) {
            if (kinds.contains(kind)) {
                columns.addAll(table.scopes().getOrDefault(kind.id(), List.of()));
            }
        }
        if (table.objects() != null && kinds.contains(ScopeType.OBJECT)) {
            columns.add(table.objects().column());
        }
        if (books) {
            table.columns().values().stream().map(ColumnMapping::column).forEach(columns::add);
        }
        String key = "CRC32(t.`" + table.key() + "`)";
        String mover = "(t.`" + table.key() + "` & " + MASK + ")";
        List<String> products = new ArrayList<>();
        // Products stay below 2^61, and an exclusive or never overflows as a sum would.
        for (String column : columns) {
            long scatter = products.size() * SCATTER & 0xFFFFFFFFL;
            String scattered = scatter == 0 ? key : "(" + key + " ^ " + scatter + ")";
            products.add("(" + scattered + " * (" + value(column) + " + " + mover + "))");
        }
        return products.isEmpty() ? "(" + key + " * " + mover + ")" : String.join(" ^ ", products);
    }

    private String value(String column) {
        String quoted = "t.`" + column + "`";
        // All 64 bits count, and NULL is no number. By operators on bits all stays unsigned: of mixed signs decimals
        // were made.
        return keyKinds.numeric(table, column)
                ? "IFNULL((" + quoted + " ^ 0) % " + PRIME + ", 1 << 28)"
                : "(CRC32(IFNULL(CAST(" + quoted + " AS BINARY), x'00')) & " + MASK + ")";
    }
}
