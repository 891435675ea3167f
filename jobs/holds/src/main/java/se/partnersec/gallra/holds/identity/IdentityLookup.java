package se.partnersec.gallra.holds.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.policy.fact.ScopeType;

/** Lookup of customers, users and invoices by any of their names, without regard to case, whatever the collation of the column. */
public final class IdentityLookup {
    private static final int BATCH = 500;

    private IdentityLookup() {}

    /**
     * Keys of the identities that bear some of many names; reads their table once for each 500 names.
     *
     * @param names as somebody wrote them
     * @return by name in the form holds are compared in; nothing for a name that nobody bears
     */
    public static Map<String, Set<String>> keys(
            JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, ScopeType kind, Set<String> names) {
        Map<String, Set<String>> found = new HashMap<>();
        SourceMapping.Identity identity = sources.identities().get(kind);
        if (identity == null) {
            return found;
        }
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += BATCH) {
            Set<String> some = Set.copyOf(all.subList(from, Math.min(all.size(), from + BATCH)));
            Set<String> wanted = some.stream().map(HoldScope::key).collect(Collectors.toSet());
            rows(
                    jdbc,
                    identity,
                    kinds,
                    some,
                    row -> row.stream()
                            .filter(name -> name != null && wanted.contains(HoldScope.key(name)))
                            .forEach(name -> found.computeIfAbsent(
                                            HoldScope.key(String.valueOf(name)), key -> new HashSet<>())
                                    .add(String.valueOf(row.get(0)))));
        }
        return found;
    }

    /** Rows of an identity's table that bear one of the names: key and aliases, in the order of the mapping. */
    public static void rows(
            JdbcTemplate jdbc,
            SourceMapping.Identity identity,
            KeyTypes kinds,
            Set<String> names,
            Consumer<List<@Nullable String>> each) {
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        NameCondition match = new NameCondition(identity.table(), kinds, names);
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        columns.forEach(column -> match.slowly(column, terms, args));
        if (terms.isEmpty()) {
            return;
        }
        jdbc.query(
                "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                        + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                row -> {
                    List<@Nullable String> values = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        values.add(row.getString(i));
                    }
                    each.accept(values);
                },
                args.toArray());
    }
}
