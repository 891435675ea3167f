package se.partnersec.gallra.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/**
 * The records of one category that a scope reaches, as a condition on their table. It finds the same records as the
 * guard, which looks from the record to its holds; this looks from the hold to its records.
 */
record Cover(SourceTable source, String condition, List<Object> args) {

    /** Null if the scope can reach no record of the category. */
    static @Nullable Cover of(SourceTable source, HoldScope scope, Set<String> names, KeyKinds kinds) {
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        String category = source.category().id();
        if (scope.kind() == ScopeKind.CATEGORY) {
            return scope.key().equals(category) ? new Cover(source, "TRUE", List.of()) : null;
        }
        add(source.record(), columns(source.record(), scope, category), own(scope, names), kinds, terms, args);
        for (TableMapping child : source.children()) {
            List<String> inner = new ArrayList<>();
            List<String> columns = columns(child, scope, category + "/" + child.role());
            add(child, columns, own(scope, names), kinds, inner, args);
            if (!inner.isEmpty()) {
                terms.add("`" + source.record().key() + "` IN (SELECT `" + child.parent() + "` FROM " + child.quoted()
                        + " WHERE " + String.join(" OR ", inner) + ")");
            }
        }
        return terms.isEmpty() ? null : new Cover(source, String.join(" OR ", terms), args);
    }

    private static void add(
            TableMapping table,
            List<String> columns,
            Set<String> names,
            KeyKinds kinds,
            List<String> terms,
            List<Object> args) {
        Match match = new Match(table, kinds, names);
        columns.forEach(column -> match.quickly(column, terms, args));
    }

    /** Columns of the table whose value may be the scope's key. */
    private static List<String> columns(TableMapping table, HoldScope scope, String place) {
        return switch (scope.kind()) {
            case RECORD -> RecordScope.of(scope).place().equals(place) ? List.of(table.key()) : List.of();
            case OBJECT ->
                table.objects() == null ? List.of() : List.of(table.objects().column());
            default -> table.scopes().getOrDefault(scope.kind().id(), List.of());
        };
    }

    private static Set<String> own(HoldScope scope, Set<String> names) {
        return scope.kind() == ScopeKind.RECORD ? Set.of(RecordScope.of(scope).key()) : names;
    }

    /** {@code WHERE} and all that follows, on the record's table. */
    String where() {
        return " FROM " + source.record().quoted() + " WHERE (" + condition + ")";
    }
}
