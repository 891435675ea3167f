package se.partnersec.gallra.planning.holding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.policy.fact.ScopeType;

/** Finds the customers or users that bear some of many names, in a few looks at their table. */
public final class IdentityLookup {
    private static final int BATCH = 500;

    private IdentityLookup() {}

    /**
     * @param names as somebody wrote them
     * @return for each name in the form holds are compared in, the keys of whoever bears it; nothing for a name that nobody bears
     */
    public static Map<String, Set<String>> of(
            JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, ScopeType kind, Set<String> names) {
        Map<String, Set<String>> found = new HashMap<>();
        SourceMapping.Identity identity = sources.identities().get(kind);
        if (identity == null) {
            return found;
        }
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += BATCH) {
            some(jdbc, identity, kinds, Set.copyOf(all.subList(from, Math.min(all.size(), from + BATCH))), found);
        }
        return found;
    }

    private static void some(
            JdbcTemplate jdbc,
            SourceMapping.Identity identity,
            KeyTypes kinds,
            Set<String> names,
            Map<String, Set<String>> found) {
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        NameCondition match = new NameCondition(identity.table(), kinds, names);
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        columns.forEach(column -> match.slowly(column, terms, args));
        if (terms.isEmpty()) {
            return;
        }
        Set<String> wanted = names.stream().map(HoldScope::key).collect(Collectors.toSet());
        jdbc.query(
                "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                        + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                row -> {
                    for (int i = 1; i <= columns.size(); i++) {
                        String name = row.getString(i);
                        if (name != null && wanted.contains(HoldScope.key(name))) {
                            found.computeIfAbsent(HoldScope.key(name), key -> new HashSet<>())
                                    .add(row.getString(1));
                        }
                    }
                },
                args.toArray());
    }
}
