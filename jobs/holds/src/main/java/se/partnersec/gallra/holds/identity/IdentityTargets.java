package se.partnersec.gallra.holds.identity;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldTargets;
import se.partnersec.gallra.policy.fact.ScopeType;

/** Keys of the customers, users and invoices that bear the names of holds, from the tables of the mapping. */
public final class IdentityTargets implements HoldTargets {
    private final JdbcTemplate jdbc;
    private final SourceMapping sources;
    private final Supplier<KeyTypes> kinds;

    /** @param jdbc of the account that places holds */
    public IdentityTargets(JdbcTemplate jdbc, SourceMapping sources, Supplier<KeyTypes> kinds) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.kinds = kinds;
    }

    @Override
    public Map<HoldScope, Set<String>> of(Collection<HoldScope> scopes) {
        Map<ScopeType, Set<HoldScope>> named = new EnumMap<>(ScopeType.class);
        scopes.stream()
                .filter(scope -> sources.identities().containsKey(scope.kind()))
                .forEach(scope -> named.computeIfAbsent(scope.kind(), kind -> new HashSet<>())
                        .add(scope));
        Map<HoldScope, Set<String>> targets = new HashMap<>();
        named.forEach((kind, some) -> {
            Set<String> names = some.stream().map(HoldScope::text).collect(Collectors.toSet());
            Map<String, Set<String>> bearers = IdentityLookup.keys(jdbc, sources, kinds.get(), kind, names);
            some.forEach(scope -> targets.put(
                    scope,
                    bearers.getOrDefault(scope.key(), Set.of()).stream()
                            .map(HoldScope::key)
                            .collect(Collectors.toSet())));
        });
        return targets;
    }
}
