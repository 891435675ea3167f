package se.partnersec.gallra.database.check;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.SourceMapping.Identity;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.database.catalog.ForeignKey;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Holds the scopes of a category against the identities they point at: a hold on a customer, user or invoice reaches a
 * record by them alone, so a wrong column lets go what is held.
 */
final class ScopeCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
    /** Rows that are looked at, at each end of a table. */
    private static final int ROWS = 500;

    /** Fewer different values say nothing where some of them are known. */
    private static final int ENOUGH = 20;

    /** Fewer different values say nothing at all. */
    private static final int FEW = 5;

    private final SourceMapping sources;
    private final CategoryMapping source;
    private final InformationSchema catalog;
    private final JdbcTemplate jdbc;
    private final Map<TableMapping, @Nullable CatalogTable> tables;
    private final SchemaProblems faults;

    ScopeCheck(
            SourceMapping sources,
            CategoryMapping source,
            InformationSchema catalog,
            JdbcTemplate jdbc,
            Map<TableMapping, @Nullable CatalogTable> tables,
            SchemaProblems faults) {
        this.sources = sources;
        this.source = source;
        this.catalog = catalog;
        this.jdbc = jdbc;
        this.tables = tables;
        this.faults = faults;
    }

    void check() {
        source.tables()
                .filter(each -> each.equals(source.record()) || !each.detached())
                .forEach(each -> each.scopes()
                        .forEach((kind, columns) -> sources.identities().values().stream()
                                .filter(identity -> identity.kind().id().equals(kind))
                                .forEach(identity -> check(each, columns, identity))));
    }

    private void check(TableMapping table, List<String> columns, Identity identity) {
        Column key = column(identity.table(), identity.table().key());
        Column first = column(table, columns.get(0));
        if (key == null || first == null) {
            return; // said elsewhere
        }
        Set<Boolean> names = identity.aliases().stream()
                .map(alias -> column(identity.table(), alias))
                .filter(Objects::nonNull)
                .map(Column::isInteger)
                .collect(Collectors.toSet());
        names.add(key.isInteger());
        for (String name : columns.subList(1, columns.size())) {
            Column other = column(table, name);
            if (other != null && !names.contains(other.isInteger())) {
                fault(
                        table,
                        name,
                        identity,
                        SENTENCES.say(
                                "check.neither-key-nor-aliases-kind",
                                other.fullType(),
                                identity.kind().id()));
            }
        }
        if (first.isInteger() != key.isInteger()) {
            fault(
                    table,
                    columns.get(0),
                    identity,
                    SENTENCES.say(
                            "check.but",
                            first.fullType(),
                            name(identity.table()),
                            identity.table().key(),
                            key.fullType()));
        } else if (!elsewhere(table, columns.get(0), identity)) {
            values(table, columns.get(0), identity, key.isInteger());
        }
    }

    /** Whether the database itself says that the column points at another identity. */
    private boolean elsewhere(TableMapping table, String column, Identity identity) {
        Set<String> targets = catalog.from(name(table)).stream()
                .filter(key -> key.columns().equals(List.of(column)))
                .map(ForeignKey::target)
                .collect(Collectors.toSet());
        if (targets.contains(name(identity.table()))) {
            return false;
        }
        for (Identity other : sources.identities().values()) {
            if (targets.contains(name(other.table()))) {
                fault(
                        table,
                        column,
                        identity,
                        SENTENCES.say(
                                "check.points-foreign-key-which",
                                name(other.table()),
                                other.kind().id()));
                return true;
            }
        }
        return false;
    }

    /** Keys of the newest and the oldest rows: most of them must be there. */
    private void values(TableMapping table, String column, Identity identity, boolean number) {
        if (name(table).equals(name(identity.table()))
                && column.equals(identity.table().key())) {
            return;
        }
        try {
            Set<String> seen = sample(table, column);
            int known = seen.size() < FEW ? seen.size() : known(identity, seen, number);
            if (known * 2 >= seen.size() || (known > 0 && seen.size() < ENOUGH)) {
                return;
            }
            if (jdbc.queryForList("SELECT 1 FROM " + identity.table().quoted() + " LIMIT 1")
                    .isEmpty()) {
                faults.note(SENTENCES.say(
                        "check.empty-so-nobody-can-tell-whether",
                        name(identity.table()),
                        name(table),
                        column,
                        identity.kind().id()));
            } else {
                fault(
                        table,
                        column,
                        identity,
                        SENTENCES.say(
                                "check.values-which-looked",
                                SENTENCES.say(known == 0 ? "check.none" : "check.few"),
                                name(identity.table()),
                                identity.table().key(),
                                known,
                                seen.size()));
            }
        } catch (DataAccessException e) {
            faults.note(SENTENCES.say(
                    "check.cannot-tell-whether-names-account-may",
                    name(table),
                    column,
                    identity.kind().id(),
                    name(identity.table())));
        }
    }

    private Set<String> sample(TableMapping table, String column) {
        String rows = "(SELECT `" + column + "` FROM " + table.quoted() + " ORDER BY `" + table.key() + "` ";
        Set<String> seen = new TreeSet<>(jdbc.query(
                rows + "DESC LIMIT " + ROWS + ") UNION " + rows + "LIMIT " + ROWS + ")",
                (row, i) -> Objects.requireNonNullElse(row.getString(1), "")));
        seen.remove("");
        return seen;
    }

    private int known(Identity identity, Set<String> keys, boolean number) {
        String marks = String.join(", ", Collections.nCopies(keys.size(), "?"));
        Object[] args =
                keys.stream().map(key -> new RecordKey(key, number).bind()).toArray();
        Integer found = jdbc.queryForObject(
                "SELECT COUNT(*) FROM " + identity.table().quoted() + " WHERE `"
                        + identity.table().key() + "` IN (" + marks + ")",
                Integer.class,
                args);
        return found == null ? 0 : found;
    }

    private void fault(TableMapping table, String column, Identity identity, String what) {
        faults.add(
                table.line(),
                SENTENCES.say(
                        "check.scope-hold-would-miss-such-records",
                        identity.kind().id(),
                        table.role(),
                        name(table),
                        column,
                        what,
                        identity.kind().id(),
                        identity.kind().id()));
    }

    private @Nullable Column column(TableMapping mapping, String name) {
        CatalogTable table = tables.get(mapping);
        return table == null ? null : table.columns().get(name);
    }

    private static String name(TableMapping table) {
        return table.schema() + "." + table.table();
    }
}
