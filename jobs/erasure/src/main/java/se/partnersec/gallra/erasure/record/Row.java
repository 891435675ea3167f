package se.partnersec.gallra.erasure.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.policy.fact.ScopeType;

/** One row of a business table as it was read: its key, its pointer to the record, and its mapped columns by role. */
public final class Row {
    static final String OBJECT = "object";
    static final String SCOPE = "scope:";
    public static final String REDUCED = "reduced:";
    /** Whether something of it is left to go, where only columns go; computed, never the columns themselves. */
    static final String LEFT = "left:";

    private final TableMapping table;
    private final RecordKey key;
    private final @Nullable String parent;
    private final Layout layout;
    private final @Nullable Object[] values;

    /**
     * Where in a row each value lies.
     *
     * @param roles by role
     * @param scopes by the ordinal of the kind, first the column that holds the identity's key
     */
    record Layout(Map<String, Integer> roles, int[][] scopes) {
        int[] of(ScopeType kind) {
            return scopes[kind.ordinal()];
        }
    }

    Row(TableMapping table, RecordKey key, @Nullable String parent, Layout layout, @Nullable Object[] values) {
        this.table = table;
        this.key = key;
        this.parent = parent;
        this.layout = layout;
        this.values = values;
    }

    public RecordKey key() {
        return key;
    }

    /** The value of the column that points at the record; null for the record itself. */
    public @Nullable String parent() {
        return parent;
    }

    public TableMapping table() {
        return table;
    }

    /** The table and the column that hold a role, for people. */
    String column(String role) {
        ColumnMapping column = table.column(role);
        return table.table() + "." + (column == null ? role : column.column());
    }

    /** Whether the mapping names the role. */
    public boolean has(String role) {
        return layout.roles().containsKey(role);
    }

    /** Null where the column is NULL or the mapping does not name the role. */
    public @Nullable Instant instant(String role) {
        return value(role) instanceof Instant instant ? instant : null;
    }

    public @Nullable String text(String role) {
        return value(role) instanceof String text ? text : null;
    }

    /** Null as well where the text is no date, so that nonsense counts as a missing fact. */
    public @Nullable LocalDate day(String role) {
        String text = text(role);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether the column says anything but NULL, nothing, 0 or false. */
    public boolean flag(String role) {
        return flagged(text(role));
    }

    /** The same of a value that was read elsewhere, in our words. */
    public static boolean flagged(@Nullable String text) {
        return text != null && !text.isBlank() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    /** Whether only columns of it go, and all of them are gone. */
    public boolean emptied() {
        return has(LEFT) && !flag(LEFT);
    }

    /** Whether a column that was overwritten says something else by now; of one that was not read nobody can tell. */
    boolean refilled(ColumnReduction reduced) {
        String role = SCOPE + reduced.column();
        return has(role)
                && switch (reduced.strategy()) {
                    case NULL -> text(role) != null;
                    case CONSTANT -> !reduced.constant().equals(text(role));
                    default -> false;
                };
    }

    /** How many columns name an identity of the kind. */
    public int scopes(ScopeType kind) {
        return layout.of(kind).length;
    }

    /** The value of one of them, counted from 0: first the one that holds the identity's key. */
    @Nullable
    public String scope(ScopeType kind, int i) {
        return values[layout.of(kind)[i]] instanceof String text ? text : null;
    }

    /** The key of the customer, user or invoice the row points at. */
    @Nullable
    public String identity(ScopeType kind) {
        return scopes(kind) > 0 ? scope(kind, 0) : null;
    }

    @Nullable
    public String objectKey() {
        return text(OBJECT);
    }

    private @Nullable Object value(String role) {
        Integer i = layout.roles().get(role);
        return i == null ? null : values[i];
    }
}
