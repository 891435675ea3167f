package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.hold.HoldScope;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.Sources;

/**
 * Every key under which a hold may reach a record: the record and its children, its objects, its customers, users and
 * invoices, and the other names these are known by.
 */
final class ScopeKeys {
    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final Sources sources;
    private final KeyKinds kinds;

    ScopeKeys(JdbcTemplate jdbc, DataCategory category, Sources sources, KeyKinds kinds) {
        this.jdbc = jdbc;
        this.category = category;
        this.sources = sources;
        this.kinds = kinds;
    }

    /** Keys per record, in the form holds are compared in; only of the kinds asked for. */
    Map<RecordKey, Map<ScopeKind, Set<String>>> of(List<LockedRecord> records, Collection<ScopeKind> wanted) {
        Map<RecordKey, Map<ScopeKind, Set<String>>> keys = new HashMap<>();
        for (LockedRecord record : records) {
            Map<ScopeKind, Set<String>> own = new EnumMap<>(ScopeKind.class);
            for (ScopeKind kind : wanted) {
                own.put(kind, own(record, kind));
            }
            keys.put(record.key(), own);
        }
        for (ScopeKind kind : wanted) {
            Sources.Identity identity = sources.identities().get(kind);
            if (identity != null) {
                addAliases(identity, records, keys);
            }
        }
        return keys;
    }

    private Set<String> own(LockedRecord record, ScopeKind kind) {
        Set<String> keys = new LinkedHashSet<>();
        switch (kind) {
            case CATEGORY -> keys.add(HoldScope.key(category.id()));
            case RECORD -> {
                keys.add(HoldScope.key(category.id() + ":" + record.key()));
                record.children()
                        .forEach((table, rows) -> rows.forEach(
                                row -> keys.add(HoldScope.key(category.id() + "/" + table.role() + ":" + row.key()))));
            }
            case OBJECT -> record.rows().forEach(row -> add(keys, row.objectKey()));
            default -> record.rows().forEach(row -> row.scope(kind).forEach(value -> add(keys, value)));
        }
        return keys;
    }

    private static void add(Set<String> keys, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            keys.add(HoldScope.key(value));
        }
    }

    /** Looks up the identities the records point at and adds every name they are known by. */
    private void addAliases(
            Sources.Identity identity, List<LockedRecord> records, Map<RecordKey, Map<ScopeKind, Set<String>>> keys) {
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (LockedRecord record : records) {
            for (Row row : record.rows()) {
                List<@Nullable String> values = row.scope(identity.kind());
                for (int i = 0; i < values.size(); i++) {
                    String value = values.get(i);
                    if (value != null && !value.isBlank()) {
                        (i == 0 ? ids : names).add(value);
                    }
                }
            }
        }
        Map<String, Set<String>> known = known(identity, ids, names);
        for (Map<ScopeKind, Set<String>> own : keys.values()) {
            Set<String> mine = own.getOrDefault(identity.kind(), Set.of());
            List.copyOf(mine).forEach(key -> mine.addAll(known.getOrDefault(key, Set.of())));
        }
    }

    /** For each name, all names of the identities that bear it. */
    private Map<String, Set<String>> known(Sources.Identity identity, Set<String> ids, Set<String> names) {
        Map<String, Set<String>> known = new HashMap<>();
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        String select = "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", "))
                + " FROM " + identity.table().quoted() + " WHERE ";
        boolean numeric = kinds.numeric(identity.table());
        Set<String> asKeys = new HashSet<>(ids);
        asKeys.addAll(names);
        collect(
                select + "`" + identity.table().key() + "`",
                asKeys.stream().filter(k -> !numeric || k.matches("\\d{1,20}")).toList(),
                numeric,
                columns.size(),
                known);
        // Also where no index helps: whether a hold is found must not hang on which records share a chunk.
        for (String alias : identity.aliases()) {
            boolean digits = kinds.numeric(identity.table(), alias);
            collect(
                    select + "`" + alias + "`",
                    names.stream()
                            .filter(name -> !digits || name.matches("\\d{1,20}"))
                            .toList(),
                    digits,
                    columns.size(),
                    known);
        }
        return known;
    }

    private void collect(String sql, List<String> values, boolean numeric, int width, Map<String, Set<String>> known) {
        List<RecordKey> keys =
                values.stream().map(v -> new RecordKey(v, numeric)).toList();
        KeyList.each(
                keys,
                (in, args) -> jdbc.query(
                        sql + " IN (" + in + ")",
                        row -> {
                            Set<String> names = new HashSet<>();
                            for (int i = 1; i <= width; i++) {
                                add(names, row.getString(i));
                            }
                            for (String name : names) {
                                known.computeIfAbsent(name, k -> new HashSet<>())
                                        .addAll(names);
                            }
                        },
                        args));
    }
}
