package se.partnersec.gallra.planning.audit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.identity.IdentityLookup;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Register of all holds, released ones too, with the steps of the gate between which each was in force. */
final class HoldHistory {
    private final List<Held> all;
    private final Map<ScopeType, Map<String, Set<String>>> identities = new HashMap<>();
    private final Map<Long, Set<String>> targets = new HashMap<>();

    private HoldHistory(List<Held> all) {
        this.all = all;
    }

    /**
     * @param only the one category it is for; null for all
     * @param epoch of the gate when it was placed
     * @param released epoch of its release by two; the highest number while there is none
     */
    record Held(
            long number,
            HoldScope scope,
            @Nullable DataCategory only,
            @Nullable LocalDate until,
            long epoch,
            long released) {
        String name() {
            return "H-" + number;
        }

        boolean inForce(long at, LocalDate day) {
            return epoch <= at && at < released && (until == null || !until.isBefore(day));
        }

        boolean reaches(Set<DataCategory> categories) {
            return only == null || categories.contains(only);
        }
    }

    static HoldHistory read(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds) {
        HoldHistory history = new HoldHistory(jdbc.query(
                "SELECT h.id, h.scope_kind, h.scope_text, h.category, h.until_on, h.epoch, r.epoch FROM hold h"
                        + " LEFT JOIN valid_release r ON r.hold_id = h.id ORDER BY h.id",
                (row, i) -> {
                    String only = row.getString(4);
                    Long released = row.getObject(7, Long.class);
                    return new Held(
                            row.getLong(1),
                            new HoldScope(ScopeType.valueOf(row.getString(2)), row.getString(3)),
                            only == null ? null : new DataCategory(only),
                            row.getObject(5, LocalDate.class),
                            row.getLong(6),
                            released == null || released == 0 ? Long.MAX_VALUE : released);
                }));
        jdbc.query(
                "SELECT h.id, t.target_key FROM hold h JOIN hold_target t ON t.hold_uuid = h.uuid AND t.noted_by = h.placed_by",
                row -> {
                    history.targets
                            .computeIfAbsent(row.getLong(1), id -> new HashSet<>())
                            .add(row.getString(2));
                });
        for (ScopeType kind : List.of(ScopeType.CUSTOMER, ScopeType.USER)) {
            Set<String> names = history.all.stream()
                    .map(Held::scope)
                    .filter(scope -> scope.kind() == kind)
                    .map(HoldScope::text)
                    .collect(Collectors.toSet());
            history.identities.put(kind, IdentityLookup.keys(jdbc, sources, kinds, kind, names));
        }
        return history;
    }

    /** Holds in force at a step of the gate on a day that reach records of these categories. */
    List<Held> inForce(long epoch, LocalDate day, Set<DataCategory> categories) {
        return all.stream()
                .filter(held -> held.inForce(epoch, day) && held.reaches(categories))
                .toList();
    }

    /** Keys of the customers or users that bore the name of a hold when it was placed, or bear it today; empty where nobody does. */
    Set<String> bearers(Held held) {
        Set<String> all = new HashSet<>(targets.getOrDefault(held.number(), Set.of()));
        all.addAll(identities
                .getOrDefault(held.scope().kind(), Map.of())
                .getOrDefault(held.scope().key(), Set.of()));
        return all;
    }

    /** Indexes holds by the keys that a function gives for each. */
    static Map<String, Held> index(Collection<Held> some, Function<Held, Collection<String>> keys) {
        Map<String, Held> index = new HashMap<>();
        some.forEach(held -> keys.apply(held).forEach(key -> index.putIfAbsent(key, held)));
        return index;
    }

    static List<Held> of(Collection<Held> some, ScopeType kind) {
        List<Held> found = new ArrayList<>();
        some.stream().filter(held -> held.scope().kind() == kind).forEach(found::add);
        return found;
    }

    static Optional<Held> first(@Nullable Held... some) {
        for (Held each : some) {
            if (each != null) {
                return Optional.of(Objects.requireNonNull(each));
            }
        }
        return Optional.empty();
    }
}
