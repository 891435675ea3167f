package se.partnersec.gallra.planning.holding;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.identity.IdentityLookup;

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
        return of(jdbc, sources, kinds, scope, Set.of());
    }

    /** Names of a hold, and of everybody it was on when it was placed, as they are today. */
    static ScopeNames of(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, PlacedHold hold) {
        return of(jdbc, sources, kinds, hold.scope(), hold.targets());
    }

    private static ScopeNames of(
            JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, HoldScope scope, Set<String> targets) {
        List<String> self = Stream.concat(Stream.of(scope.text(), scope.text().strip(), scope.key()), targets.stream())
                .toList();
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
        IdentityLookup.rows(jdbc, identity, kinds, Set.copyOf(all), row -> {
            String id = String.valueOf(row.get(0));
            ids.add(id);
            asKey.add(id);
            row.stream().filter(name -> name != null && !name.isBlank()).forEach(name -> all.add(String.valueOf(name)));
        });
    }
}
