package se.partnersec.gallra.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.TableMapping;

/** One row of a business table as it was read: its key, its pointer to the record, and its mapped columns by role. */
public final class Row {
    private final TableMapping table;
    private final RecordKey key;
    private final @Nullable String parent;
    private final Map<String, Integer> index;
    private final @Nullable Object[] values;

    Row(
            TableMapping table,
            RecordKey key,
            @Nullable String parent,
            Map<String, Integer> index,
            @Nullable Object[] values) {
        this.table = table;
        this.key = key;
        this.parent = parent;
        this.index = index;
        this.values = values;
    }

    public RecordKey key() {
        return key;
    }

    /** The value of the column that points at the record; null for the record itself. */
    public @Nullable String parent() {
        return parent;
    }

    TableMapping table() {
        return table;
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
        String text = text(role);
        return text != null && !text.isBlank() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    /** Values of the scope columns of a kind, first the one that holds the identity's key. */
    List<@Nullable String> scope(ScopeKind kind) {
        List<@Nullable String> values = new ArrayList<>();
        for (String column : table.scopes().getOrDefault(kind.id(), List.of())) {
            values.add(text(RowReader.SCOPE + column));
        }
        return values;
    }

    @Nullable
    String objectKey() {
        return text(RowReader.OBJECT);
    }

    private @Nullable Object value(String role) {
        Integer i = index.get(role);
        return i == null ? null : values[i];
    }
}
