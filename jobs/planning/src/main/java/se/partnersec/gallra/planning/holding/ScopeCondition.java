package se.partnersec.gallra.planning.holding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.identity.NameCondition;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * The records of one category that a scope reaches, as a condition on their table. It finds the same records as the
 * guard, which looks from the record to its holds; this looks from the hold to its records.
 *
 * @param table the record's, or that of rows which go with it
 */
public record ScopeCondition(CategoryMapping source, TableMapping table, String condition, List<Object> args) {

    /** Null if records of the category have nothing this kind of scope could reach them by. */
    public static @Nullable ScopeCondition of(
            CategoryMapping source, HoldScope scope, ScopeNames names, KeyTypes kinds) {
        if (scope.kind() == ScopeType.CATEGORY) {
            return scope.key().equals(source.category().id())
                    ? new ScopeCondition(source, source.record(), "TRUE", List.of())
                    : null;
        }
        String category = source.category().id();
        List<Column> own = columns(source.record(), scope, names, category);
        boolean reachable = !own.isEmpty();
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        own.forEach(column -> column.add(source.record(), kinds, terms, args));
        for (TableMapping child : source.children()) {
            List<String> inner = new ArrayList<>();
            List<Column> columns = columns(child, scope, names, category + "/" + child.role());
            reachable |= !columns.isEmpty();
            columns.forEach(column -> column.add(child, kinds, inner, args));
            if (!inner.isEmpty()) {
                terms.add(upwards(source, child, String.join(" OR ", inner)));
            }
        }
        String condition = terms.isEmpty() ? "FALSE" : String.join(" OR ", terms);
        return reachable ? new ScopeCondition(source, source.record(), condition, args) : null;
    }

    /** From rows of a child to what they point at, and on to the record. */
    private static String upwards(CategoryMapping source, TableMapping child, String condition) {
        TableMapping target = source.target(child);
        String term = "`" + target.key() + "` IN (SELECT `" + child.parent() + "` FROM " + child.quoted() + " WHERE "
                + condition + ")";
        return target.equals(source.record()) ? term : upwards(source, target, term);
    }

    /** A column by whose value the scope may reach a row, and the values that do. */
    private record Column(String name, Set<String> values) {
        void add(TableMapping table, KeyTypes kinds, List<String> terms, List<Object> args) {
            new NameCondition(table, kinds, values).quickly(name, terms, args);
        }
    }

    private static List<Column> columns(TableMapping table, HoldScope scope, ScopeNames names, String place) {
        switch (scope.kind()) {
            case RECORD:
                RecordScope record = RecordScope.of(scope);
                return record.place().equals(place)
                        ? List.of(new Column(table.key(), Set.of(record.key())))
                        : List.of();
            case OBJECT:
                return table.objects() == null
                        ? List.of()
                        : List.of(new Column(table.objects().column(), names.all()));
            default:
                List<Column> columns = new ArrayList<>();
                for (String column : table.scopes().getOrDefault(scope.kind().id(), List.of())) {
                    columns.add(new Column(column, columns.isEmpty() ? names.asKey() : names.all()));
                }
                return columns;
        }
    }

    /** {@code FROM} and all that follows, on the record's table or on the child's that it was taken down to. */
    public String where() {
        return " FROM " + table.quoted() + " WHERE (" + condition + ")";
    }

    /** The rows of a child that hang on what this reaches. */
    public ScopeCondition below(TableMapping child, TableMapping target) {
        return new ScopeCondition(
                source, child, "`" + child.parent() + "` IN (SELECT `" + target.key() + "`" + where() + ")", args);
    }
}
