package se.partnersec.gallra.database.check;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.KeyReference;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.SourceMapping.Identity;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.ConfigProblem;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.CatalogTable.Column;
import se.partnersec.gallra.database.catalog.CharacterSets;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Holds the mapping against the database before a run; what has drifted apart is named, all of it, and nothing runs. */
public final class MappingCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
    private final SourceMapping sources;
    private final JdbcTemplate jdbc;
    private final InformationSchema catalog;
    private final SchemaProblems faults;
    private final Map<TableMapping, @Nullable CatalogTable> tables = new LinkedHashMap<>();

    private MappingCheck(SourceMapping sources, JdbcTemplate jdbc) {
        this.sources = sources;
        this.jdbc = jdbc;
        this.catalog = new InformationSchema(jdbc);
        this.faults = new SchemaProblems(sources.file());
    }

    /**
     * What was found.
     *
     * @param kinds of the tables that are there
     * @param problems by line; none means that the mapping fits
     * @param notes what stops nothing, and what this account cannot tell
     */
    public record Result(KeyTypes kinds, List<ConfigProblem> problems, List<String> notes) {}

    /** Checks every mapped category. */
    public static Result check(DataSource database, SourceMapping sources) {
        return check(database, sources, sources.tables().keySet());
    }

    /** Checks some categories and all identities, through which holds on people reach any record. */
    public static Result check(DataSource database, SourceMapping sources, Collection<DataCategory> categories) {
        MappingCheck check = new MappingCheck(sources, new JdbcTemplate(database));
        return check.result(categories.stream().distinct().map(sources::table).toList());
    }

    private Result result(List<CategoryMapping> categories) {
        Stream.concat(
                        sources.identities().values().stream().map(Identity::table),
                        categories.stream().flatMap(CategoryMapping::tables))
                .forEach(mapping -> tables.put(mapping, catalog.table(mapping)));
        Map<String, String> partitioned =
                PartitionCheck.columns(sources.tables().values());
        tables.forEach((mapping, table) -> TableCheck.check(mapping, table, faults, partitioned.get(mapping.quoted())));
        books();
        notOurs();
        sources.identities().values().forEach(this::aliases);
        Set<String> mapped = sources.tables().values().stream()
                .flatMap(source -> Stream.concat(Stream.of(source.record()), source.children().stream()))
                .map(ForeignKeyCheck::name)
                .collect(Collectors.toSet());
        for (CategoryMapping source : categories) {
            new ForeignKeyCheck(source, catalog, mapped, faults).check();
            pointerTypes(source);
            new ScopeCheck(sources, source, catalog, jdbc, tables, faults).check();
            references(source);
            new StatisticCheck(source, catalog, tables, faults).check();
            new PartitionCheck(source, catalog, tables, faults).check();
        }
        triggers(categories);
        return new Result(kinds(), faults.problems(), faults.notes());
    }

    /** Checked by themselves: that the books cannot be compared says nothing of the table as an identity. */
    private void books() {
        BooksMapping books = sources.books();
        if (books == null) {
            return;
        }
        CatalogTable table = catalog.table(books.table());
        TableCheck.check(books.table(), table, faults);
        ColumnMapping amount = books.table().column("amount");
        Column column = table == null || amount == null ? null : table.columns().get(amount.column());
        if (amount != null && column != null && !column.isInteger()) {
            faults.add(
                    amount.line(),
                    SENTENCES.say(
                            "check.books-compared-whole-re-map-integer",
                            books.table().table(),
                            amount.column(),
                            column.fullType()));
        }
    }

    private void notOurs() {
        String own = catalog.own();
        tables.keySet().stream()
                .filter(mapping -> mapping.schema().equals(own))
                .forEach(mapping ->
                        faults.add(mapping.line(), SENTENCES.say("check.schema-holds-gallra-own-tables-map", own)));
    }

    private void aliases(Identity identity) {
        CatalogTable table = tables.get(identity.table());
        if (table == null) {
            return;
        }
        for (String alias : identity.aliases()) {
            if (!table.columns().containsKey(alias)) {
                faults.add(
                        identity.table().line(),
                        SENTENCES.say(
                                "check.no-column-account-may-see-correct",
                                identity.table().schema(),
                                identity.table().table(),
                                alias,
                                identity.kind().id()));
            } else if (!table.indexed().contains(alias)) {
                faults.note(SENTENCES.say(
                        "check.no-index-each-chunk-whose-records",
                        identity.table().schema(),
                        identity.table().table(),
                        alias,
                        identity.kind().id()));
            }
        }
    }

    /** Where keys of these records are looked for after a run, also in tables of categories that are not asked about. */
    private void references(CategoryMapping source) {
        for (KeyReference each : source.record().detached() ? List.<KeyReference>of() : sources.referencesTo(source)) {
            String name = each.table().schema() + "." + each.name();
            boolean checked = tables.containsKey(each.table());
            CatalogTable table = checked ? tables.get(each.table()) : catalog.table(each.table());
            if (table != null && table.columns().containsKey(each.column())) {
                if (!table.indexed().contains(each.column())) {
                    faults.note(SENTENCES.say("check.points-records-no-index-after-each", name, source.category()));
                }
            } else if (!checked) {
                faults.add(
                        each.table().line(),
                        SENTENCES.say("check.there-no-account-may-see-so", name, source.category()));
            }
        }
    }

    /** A text compared with a number is compared as a rounded number, and one key would match many. */
    private void pointerTypes(CategoryMapping source) {
        Map<String, TableMapping> parents =
                source.parents().stream().collect(Collectors.toMap(TableMapping::role, parent -> parent));
        for (TableMapping child : source.children()) {
            pointerType(child, child.parent(), source.target(child));
            parents.forEach((role, parent) -> {
                ColumnMapping further = child.column(role);
                pointerType(child, further == null ? null : further.column(), parent);
            });
        }
        for (TableMapping fact : source.facts()) {
            pointerType(fact, fact.parent(), source.target(fact));
        }
        parents.forEach((role, parent) -> {
            ColumnMapping pointer = source.record().column("parent:" + role);
            pointerType(source.record(), pointer == null ? null : pointer.column(), parent);
        });
    }

    private void pointerType(TableMapping from, @Nullable String pointer, TableMapping to) {
        Column one = pointer == null ? null : column(from, pointer);
        Column other = column(to, to.key());
        if (one != null && other != null && one.isInteger() != other.isInteger()) {
            faults.add(
                    from.line(),
                    SENTENCES.say(
                            "check.but-pointer-key-must-one-kind",
                            from.schema(),
                            from.table(),
                            pointer,
                            one.fullType(),
                            to.schema(),
                            to.table(),
                            to.key(),
                            other.fullType()));
        }
    }

    private @Nullable Column column(TableMapping mapping, String name) {
        CatalogTable table = tables.get(mapping);
        return table == null ? null : table.columns().get(name);
    }

    private void triggers(List<CategoryMapping> categories) {
        List<TableMapping> touched = categories.stream()
                .flatMap(s -> Stream.concat(Stream.of(s.record()), s.children().stream()))
                .filter(mapping -> !mapping.triggersAccepted())
                .toList();
        Set<String> schemas =
                touched.stream().map(TableMapping::schema).collect(Collectors.toCollection(LinkedHashSet::new));
        InformationSchema.Triggers triggers = catalog.triggers(schemas);
        for (TableMapping mapping : touched) {
            if (!mapping.detached()) {
                trigger("DELETE", mapping, triggers);
            }
            if (mapping.detached() || !mapping.reduced().isEmpty()) {
                trigger("UPDATE", mapping, triggers);
            }
        }
        touched.stream()
                .filter(mapping -> !triggers.seen().contains(mapping.schema()))
                .collect(Collectors.toMap(
                        TableMapping::schema, TableMapping::line, (first, second) -> first, LinkedHashMap::new))
                .forEach((schema, line) ->
                        faults.add(line, SENTENCES.say("check.cannot-tell-whether-tables-have-triggers", schema)));
    }

    /** Whether a problem is about the rights of the account that looked, not about the mapping. */
    public static boolean aboutRights(String problem) {
        String[] around = SENTENCES
                .say("check.cannot-tell-whether-tables-have-triggers", "\0")
                .split("\0", -1);
        return problem.startsWith(around[0]) && problem.endsWith(around[1]);
    }

    private void trigger(String event, TableMapping mapping, InformationSchema.Triggers triggers) {
        List<String> names = triggers.on(event, mapping);
        if (!names.isEmpty()) {
            faults.add(
                    mapping.line(),
                    SENTENCES.say(
                            "check.trigger-which-may-copy-what-we",
                            mapping.schema(),
                            mapping.table(),
                            event,
                            String.join(", ", names)));
        }
    }

    private KeyTypes kinds() {
        Set<String> numeric = new HashSet<>();
        Set<String> indexed = new HashSet<>();
        tables.forEach((mapping, table) -> {
            if (table != null) {
                table.columns().forEach((name, column) -> {
                    if (column.isInteger()) {
                        numeric.add(KeyTypes.name(mapping, name));
                    }
                });
                table.indexed().forEach(column -> indexed.add(KeyTypes.name(mapping, column)));
            }
        });
        Set<String> schemas = tables.keySet().stream().map(TableMapping::schema).collect(Collectors.toSet());
        // Of other tables nothing is asked, and they come and go while a run lasts.
        Set<String> mapped =
                tables.keySet().stream().map(table -> KeyTypes.name(table, "")).collect(Collectors.toSet());
        Set<KeyTypes.Refusing> refusing = schemas.stream()
                .flatMap(schema -> KeyTypes.refusing(jdbc, schema).stream())
                .filter(key ->
                        mapped.contains(key.target().substring(0, key.target().lastIndexOf('.') + 1)))
                .collect(Collectors.toUnmodifiableSet());
        return new KeyTypes(
                Set.copyOf(numeric),
                Set.copyOf(indexed),
                refusing,
                CharacterSets.of(jdbc, schemas).among(mapped));
    }
}
