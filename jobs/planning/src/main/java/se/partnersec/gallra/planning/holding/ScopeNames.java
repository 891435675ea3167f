package se.partnersec.gallra.planning.holding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.identity.IdentityLookup;
import se.partnersec.gallra.policy.fact.ScopeType;

/**
 * Everything a hold's key stands for: itself, and all names of the customers, users or invoices that bear it.
 *
 * @param all as the tables and the hold have them: what may stand in a column that holds a name
 * @param asKey what may stand in a column that holds the identity's key
 * @param ids keys of the identities found; empty if nobody bears the name
 * @param mapped whether the mapping says where such identities are
 */
public record ScopeNames(Set<String> all, Set<String> asKey, Set<String> ids, boolean mapped) {

    static ScopeNames of(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, HoldScope scope) {
        return of(jdbc, sources, kinds, scope, Set.of());
    }

    /** Names of a hold, and of everybody it was on when it was placed, as they are today. */
    static ScopeNames of(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, PlacedHold hold) {
        return of(jdbc, sources, kinds, hold.scope(), hold.targets());
    }

    /** Names of many holds: the table of a kind of identity is read once for all of them. */
    public static Map<PlacedHold, ScopeNames> ofAll(
            JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, Collection<PlacedHold> holds) {
        Map<PlacedHold, ScopeNames> all = new LinkedHashMap<>();
        Map<ScopeType, Map<String, List<ScopeNames>>> wanted = new EnumMap<>(ScopeType.class);
        for (PlacedHold hold : holds) {
            ScopeNames names = self(sources, hold.scope(), hold.targets());
            all.put(hold, names);
            Map<String, List<ScopeNames>> ofKind =
                    wanted.computeIfAbsent(hold.scope().kind(), kind -> new HashMap<>());
            hold.keys()
                    .forEach(key -> ofKind.computeIfAbsent(key, each -> new ArrayList<>())
                            .add(names));
        }
        wanted.forEach((kind, byKey) -> {
            SourceMapping.Identity identity = sources.identities().get(kind);
            if (identity != null) {
                Set<String> written = byKey.values().stream()
                        .flatMap(some -> some.stream().flatMap(names -> names.all().stream()))
                        .collect(Collectors.toSet());
                IdentityLookup.rows(jdbc, identity, kinds, written, (List<@Nullable String> row) -> {
                    // Two holds on one name are equal until this row tells them more.
                    Set<ScopeNames> bearing = Collections.newSetFromMap(new IdentityHashMap<>());
                    row.forEach(name -> bearing.addAll(
                            name == null ? List.of() : byKey.getOrDefault(HoldScope.key(name), List.of())));
                    bearing.forEach(names -> names.add(row));
                });
            }
        });
        return all;
    }

    private static ScopeNames of(
            JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, HoldScope scope, Set<String> targets) {
        ScopeNames names = self(sources, scope, targets);
        SourceMapping.Identity identity = sources.identities().get(scope.kind());
        if (identity != null) {
            IdentityLookup.rows(jdbc, identity, kinds, Set.copyOf(names.all), names::add);
        }
        return names;
    }

    private static ScopeNames self(SourceMapping sources, HoldScope scope, Set<String> targets) {
        List<String> self = Stream.concat(Stream.of(scope.text(), scope.text().strip(), scope.key()), targets.stream())
                .toList();
        return new ScopeNames(
                new LinkedHashSet<>(self),
                new LinkedHashSet<>(self),
                new LinkedHashSet<>(),
                sources.identities().containsKey(scope.kind()));
    }

    /** Whether there is a table to look the name up in, and nobody there bears it. */
    boolean unknown() {
        return mapped && ids.isEmpty();
    }

    private void add(List<@Nullable String> row) {
        String id = String.valueOf(row.get(0));
        ids.add(id);
        asKey.add(id);
        row.stream().filter(name -> name != null && !name.isBlank()).forEach(name -> all.add(String.valueOf(name)));
    }
}
