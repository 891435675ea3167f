package se.partnersec.gallra.planning.holding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;

/**
 * Everything a hold's key stands for: itself, and all names of the customers, users or invoices that bear it.
 *
 * @param all as the tables and the hold have them: what may stand in a column that holds a name
 * @param asKey what may stand in a column that holds the identity's key
 * @param ids keys of the identities found; empty if nobody bears the name
 * @param mapped whether the mapping says where such identities are
 */
record ScopeNames(Set<String> all, Set<String> asKey, Set<String> ids, boolean mapped) {

    static ScopeNames of(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, HoldScope scope) {
        List<String> self = List.of(scope.text(), scope.text().strip(), scope.key());
        ScopeNames names = new ScopeNames(
                new LinkedHashSet<>(self),
                new LinkedHashSet<>(self),
                new LinkedHashSet<>(),
                sources.identities().containsKey(scope.kind()));
        SourceMapping.Identity identity = sources.identities().get(scope.kind());
        if (identity != null) {
            names.lookUp(jdbc, identity, kinds);
        }
        return names;
    }

    /** Whether there is a table to look the name up in, and nobody there bears it. */
    boolean unknown() {
        return mapped && ids.isEmpty();
    }

    private void lookUp(JdbcTemplate jdbc, SourceMapping.Identity identity, KeyTypes kinds) {
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        NameCondition match = new NameCondition(identity.table(), kinds, Set.copyOf(all));
        List<String> terms = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        for (String column : columns) {
            // Whatever the column's collation: the guard compares without regard to case, and so must we.
            match.slowly(column, terms, args);
        }
        if (terms.isEmpty()) {
            return;
        }
        jdbc.query(
                "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                        + identity.table().quoted() + " WHERE " + String.join(" OR ", terms),
                row -> {
                    String id = row.getString(1);
                    ids.add(id);
                    asKey.add(id);
                    for (int i = 1; i <= columns.size(); i++) {
                        String name = row.getString(i);
                        if (name != null && !name.isBlank()) {
                            all.add(name);
                        }
                    }
                },
                args.toArray());
    }
}
