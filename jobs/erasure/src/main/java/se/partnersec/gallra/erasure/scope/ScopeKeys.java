package se.partnersec.gallra.erasure.scope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Every key under which a hold may reach a record: the record and its children, its objects, its customers, users and
 * invoices, and the other names these are known by.
 */
public final class ScopeKeys {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");

    private final JdbcTemplate jdbc;
    /** The categories whose records lie in the same row; two where one of them is about some of its columns. */
    private final Set<DataCategory> ofRow;

    private final Map<TableMapping, List<String>> parts = new ConcurrentHashMap<>();
    private final SourceMapping sources;
    private final KeyTypes kinds;
    /** What stands where a name was: all who were reduced would otherwise be one, and a hold on one keep them all. */
    private final Set<String> nobody;

    public ScopeKeys(JdbcTemplate jdbc, DataCategory category, SourceMapping sources, KeyTypes kinds) {
        this.jdbc = jdbc;
        this.ofRow = sources.of(sources.table(category).record());
        this.sources = sources;
        this.kinds = kinds;
        this.nobody = sources.allTables()
                .flatMap(table -> table.reduced().stream())
                .filter(column -> column.strategy() == Anonymisation.CONSTANT)
                .map(ColumnReduction::constant)
                .collect(Collectors.toSet());
    }

    /** The keys that records bear themselves. */
    public ScopeKeyIndex bearers(List<LockedRecord> records, ScopeType kind) {
        ScopeKeyIndex bearers = new ScopeKeyIndex();
        for (LockedRecord record : records) {
            switch (kind) {
                case CATEGORY -> ofRow.forEach(each -> bearers.key(HoldScope.key(each.id()), record));
                case RECORD -> ofItself(record, bearers);
                case OBJECT -> record.rows().forEach(row -> name(row.objectKey(), record, bearers));
                default -> record.rows().forEach(row -> ofIdentity(row, kind, record, bearers));
            }
        }
        return bearers.done();
    }

    private void ofItself(LockedRecord record, ScopeKeyIndex bearers) {
        for (DataCategory category : ofRow) {
            String key = category.id() + ":" + record.key();
            // A number is its own normal form.
            bearers.key(record.key().number() ? key : HoldScope.key(key), record);
        }
        record.children()
                .forEach((table, rows) -> asPartOf(table)
                        .forEach(part ->
                                rows.forEach(row -> bearers.key(HoldScope.key(part + ":" + row.key()), record))));
    }

    private static void ofIdentity(Row row, ScopeType kind, LockedRecord record, ScopeKeyIndex bearers) {
        int columns = row.scopes(kind);
        if (columns > 0) {
            String id = row.scope(kind, 0);
            if (id != null) {
                bearers.id(id, record);
            }
        }
        for (int i = 1; i < columns; i++) {
            name(row.scope(kind, i), record, bearers);
        }
    }

    private static void name(@Nullable String value, LockedRecord record, ScopeKeyIndex bearers) {
        if (value != null) {
            bearers.name(value, record);
        }
    }

    /** A child may be a part of two records that lie in one row: what is held as a part of one keeps both. */
    private List<String> asPartOf(TableMapping child) {
        return parts.computeIfAbsent(
                child,
                c -> ofRow.stream()
                        .flatMap(each -> sources.table(each).children().stream()
                                .filter(other ->
                                        other.quoted().equals(c.quoted()) && Objects.equals(other.parent(), c.parent()))
                                .map(other -> each.id() + "/" + other.role()))
                        .toList());
    }

    /**
     * For each name under which a hold may reach some of these records: the keys of theirs it reaches.
     *
     * @param held the only names that matter; null if that is not known
     */
    public Map<String, Set<String>> names(ScopeKeyIndex bearers, ScopeType kind, @Nullable Set<String> held) {
        Set<String> all = bearers.keys();
        Map<String, Set<String>> reached = new HashMap<>();
        for (String key : all) {
            if (held == null || held.contains(key)) {
                reached.put(key, Set.of(key));
            }
        }
        SourceMapping.Identity identity = sources.identities().get(kind);
        if (identity != null) {
            for (Set<String> names : identities(identity, bearers, held)) {
                addOtherNames(names, all, reached);
            }
        }
        return reached;
    }

    /** A hold on any name of an identity reaches what bears another of its names. */
    private static void addOtherNames(Set<String> names, Set<String> own, Map<String, Set<String>> reached) {
        for (String ownName : names) {
            if (own.contains(ownName)) {
                names.stream()
                        .filter(name -> !name.equals(ownName))
                        .forEach(name -> reached.merge(name, Set.of(ownName), ScopeKeys::union));
            }
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** All names of each identity one of the records points at and, where it is known, one of the holds is on. */
    private List<Set<String>> identities(
            SourceMapping.Identity identity, ScopeKeyIndex bearers, @Nullable Set<String> held) {
        Set<String> names = named(bearers.names());
        Set<String> asKeys = named(bearers.ids());
        asKeys.addAll(names);
        List<Set<String>> found = new ArrayList<>();
        Consumer<List<String>> each = bearer -> {
            if (held == null || bearer.stream().anyMatch(held::contains)) {
                found.add(Set.copyOf(bearer));
            }
        };
        String select = select(identity);
        int width = 1 + identity.aliases().size();
        collect(select, identity.table(), identity.table().key(), asKeys, width, each);
        // Also where no index helps: whether a hold is found must not hang on which records share a chunk.
        for (String alias : identity.aliases()) {
            collect(select, identity.table(), alias, names, width, each);
        }
        return found;
    }

    /** Up to what is asked for. */
    private static String select(SourceMapping.Identity identity) {
        List<String> columns = new ArrayList<>(List.of(identity.table().key()));
        columns.addAll(identity.aliases());
        return "SELECT " + columns.stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + " FROM "
                + identity.table().quoted() + " WHERE ";
    }

    /** All names of each of these identities, in the form holds are compared in; of one that is not there, none. */
    public Map<String, Set<String>> namesOf(ScopeType kind, Set<String> ids) {
        Map<String, Set<String>> found = new HashMap<>();
        SourceMapping.Identity identity = sources.identities().get(kind);
        if (identity != null) {
            collect(
                    select(identity),
                    identity.table(),
                    identity.table().key(),
                    ids,
                    1 + identity.aliases().size(),
                    names -> found.put(names.get(0), Set.copyOf(names)));
        }
        return found;
    }

    private Set<String> named(Set<String> values) {
        return values.stream().filter(this::named).collect(Collectors.toCollection(HashSet::new));
    }

    private boolean named(String name) {
        return !name.isBlank() && !nobody.contains(name);
    }

    private void collect(
            String select,
            TableMapping table,
            String column,
            Set<String> values,
            int width,
            Consumer<List<String>> each) {
        boolean numeric = kinds.numeric(table, column);
        List<RecordKey> keys = values.stream()
                .filter(value -> !numeric
                        || RecordKey.small(value) >= 0
                        || NUMBER.matcher(value).matches())
                .filter(value -> kinds.writes(table, column, value))
                .map(value -> new RecordKey(value, numeric))
                .toList();
        RowCallbackHandler take = row -> {
            List<String> names = new ArrayList<>(width);
            for (int i = 1; i <= width; i++) {
                String name = row.getString(i);
                if (name != null && named(name)) {
                    names.add(HoldScope.key(name));
                }
            }
            each.accept(names);
        };
        // Customers of a chunk are many, and often most of those there are: ranges of numbers are soon said and soon
        // found.
        SqlKeyRanges.each(column, keys, (these, args) -> {
            if (args.length == 0) {
                jdbc.query(select + these, take);
            } else {
                jdbc.query(select + these, take, args);
            }
        });
    }
}
