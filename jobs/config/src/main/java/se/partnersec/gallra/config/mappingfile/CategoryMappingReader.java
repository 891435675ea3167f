package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;

/** Reads one category of the mapping file: its record, and the children, parents and facts around it. */
final class CategoryMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    /** Any child may be processed for a customer, and then its record stays. */
    private static final String PROCESSOR = "processor";

    private static final String BOOKED_ON = "booked_on";

    private static final RequiredRoles NOTHING = new RequiredRoles(Set.of(), Set.of());
    private static final RequiredRoles SUMS =
            new RequiredRoles(Set.of("line", "month_on", "quantity", "details", "customer"), Set.of());
    /** What of a record goes into its sum. */
    private static final List<String> SUMMED = List.of("line", "quantity", "used_on", "customer");

    private final DataCategory category;
    private final YamlMapping block;
    private final RequiredRoles needs;
    private final LegalEntities entities;
    private final TableMappingReader table;
    private final String schema;
    private final Set<String> names = new LinkedHashSet<>();

    CategoryMappingReader(
            DataCategory category,
            YamlMapping block,
            RequiredRoles needs,
            LegalEntities entities,
            @Nullable String outerSchema) {
        this.category = category;
        this.block = block;
        this.needs = needs;
        this.entities = entities;
        this.table = new TableMappingReader(block, outerSchema)
                .allow(
                        Set.of(),
                        Set.of(
                                "columns",
                                "scopes",
                                "because",
                                "objects",
                                "triggers",
                                "children",
                                "parents",
                                "facts",
                                "reduce",
                                "pseudonymous",
                                "instead",
                                "sums",
                                "statistics",
                                "partitions",
                                LegalEntities.ROLE));
        this.schema = table.schema();
    }

    CategoryMapping read() {
        Map<String, ColumnMapping> columns = new LinkedHashMap<>(table.columns(ofRecord()));
        List<TableMapping> children = each("children", this::child);
        List<TableMapping> parents = each("parents", named -> parent(named, columns));
        List<TableMapping> known = new ArrayList<>(parents);
        List<TableMapping> facts = each("facts", named -> {
            TableMapping fact = fact(named, known);
            known.add(fact);
            return fact;
        });
        children.forEach(child -> hangs(child, children));
        needs.requiredTables().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> block.fault(
                        "table", SENTENCES.say("mappingfile.needs-block-under-children-facts-add", category, name)));
        TableMapping record = new TableMapping(
                category.id(),
                schema,
                table.name("table"),
                table.name("key"),
                null,
                null,
                true,
                columns,
                ScopesBlock.read(category, table, children),
                ObjectMappingReader.read(block),
                TableMappingReader.says(block, "triggers", "accepted"),
                ReductionReader.read(block),
                TableMappingReader.says(block, "instead", "reduce"),
                table.line());
        TableMapping sums = sums(columns);
        if (sums != null && !record.reduced().isEmpty()) {
            block.fault("sums", SENTENCES.say("mappingfile.sums-reduce-record-either-summed-reduced", category));
        }
        CategoryMapping.Statistics statistics = StatisticMappingReader.read(block, record, needs.starts());
        boolean alone = children.isEmpty() && parents.isEmpty() && facts.isEmpty() && sums == null;
        PartitionMapping partitions = PartitionMappingReader.read(block, record, alone, needs.starts());
        return new CategoryMapping(
                category, record, children, parents, facts, sums, statistics, partitions, entity(columns));
    }

    /** Where there are several entities, a column may say in whose books a record is. */
    private RequiredRoles ofRecord() {
        RequiredRoles own = needs.ofRecord();
        if (!entities.several() || bookedElsewhere()) {
            return own;
        }
        Map<String, Set<String>> words = new LinkedHashMap<>(own.words());
        words.put(
                LegalEntities.ROLE,
                entities.all().stream().map(LegalEntities.Entity::code).collect(Collectors.toSet()));
        return own.with(LegalEntities.ROLE).saying(words);
    }

    /** Whether the days on which it was booked are those of other records, which may be in the books of another entity. */
    private boolean bookedElsewhere() {
        return needs.all().stream().anyMatch(role -> role.endsWith("/" + BOOKED_ON));
    }

    private @Nullable String entity(Map<String, ColumnMapping> columns) {
        String code = block.text(LegalEntities.ROLE);
        if (code == null) {
            return null;
        }
        if (bookedElsewhere()) {
            block.fault(LegalEntities.ROLE, SENTENCES.say("mappingfile.entity-of-vouchers", category));
        } else if (!entities.knows(code)) {
            block.fault(
                    LegalEntities.ROLE,
                    SENTENCES.say("mappingfile.entity-not-known", SqlIdentifier.shown(code), entities.codes()));
        } else if (columns.containsKey(LegalEntities.ROLE)) {
            block.fault(LegalEntities.ROLE, SENTENCES.say("mappingfile.entity-said-twice", category));
        }
        return code;
    }

    private record Named(String name, YamlMapping block) {}

    private List<TableMapping> each(String group, Function<Named, TableMapping> reader) {
        List<TableMapping> tables = new ArrayList<>();
        YamlMapping blocks = block.block(group);
        if (blocks == null) {
            return tables;
        }
        for (String name : blocks.keys()) {
            if (!ROLE.matcher(name).matches()) {
                blocks.fault(
                        name, SENTENCES.say("mappingfile.must-short-word-z", SqlIdentifier.shown(name), blocks.name()));
            } else if (!names.add(name)) {
                blocks.fault(name, SENTENCES.say("mappingfile.there-twice-give-each-block-own", name, category));
            }
            YamlMapping one = blocks.block(name);
            if (one != null) {
                tables.add(reader.apply(new Named(name, one)));
            }
        }
        return tables;
    }

    private TableMapping child(Named named) {
        TableMappingReader child = new TableMappingReader(named.block(), schema)
                .allow(
                        Set.of("parent"),
                        Set.of("of", "columns", "scopes", "objects", "foreign_key", "triggers", "instead"));
        return new TableMapping(
                named.name(),
                child.schema(),
                child.name("table"),
                child.name("key"),
                child.name("parent"),
                named.block().text("of"),
                !TableMappingReader.says(named.block(), "foreign_key", "none"),
                child.columns(needs.of(named.name()).with(PROCESSOR)),
                child.scopes(),
                ObjectMappingReader.read(named.block()),
                TableMappingReader.says(named.block(), "triggers", "accepted"),
                List.of(),
                TableMappingReader.says(named.block(), "instead", "detach"),
                child.line());
    }

    /** Sums of a company's use are no personal data, those of a person are: the file has to say whose they are. */
    private @Nullable TableMapping sums(Map<String, ColumnMapping> recordColumns) {
        YamlMapping sums = block.block("sums");
        if (sums == null) {
            return null;
        }
        TableMappingReader read = new TableMappingReader(sums, schema).allow(Set.of("columns", "customers"), Set.of());
        TableMappingReader.says(sums, "customers", "companies");
        SUMMED.stream()
                .filter(role -> !recordColumns.containsKey(role))
                .forEach(role -> block.fault(
                        "sums", SENTENCES.say("mappingfile.sums-needs-record-column-add-under", category, role)));
        return plain(new Named("sums", sums), read, null, null, true, SUMS);
    }

    /** A child of a child must in the end hang on the record. */
    private void hangs(TableMapping child, List<TableMapping> children) {
        String of = child.parentOf();
        for (int steps = 0; of != null; steps++) {
            String name = of;
            TableMapping next = children.stream()
                    .filter(each -> each.role().equals(name))
                    .findFirst()
                    .orElse(null);
            if (next == null || steps > children.size()) {
                block.fault(
                        "children",
                        SENTENCES.say(
                                "mappingfile.leads-no-child-hangs-record-name",
                                SqlIdentifier.shown(String.valueOf(child.parentOf())),
                                child.role(),
                                child.role()));
                return;
            }
            of = next.parentOf();
        }
    }

    /** The record's pointer to the parent becomes a column of the record. */
    private TableMapping parent(Named named, Map<String, ColumnMapping> recordColumns) {
        TableMappingReader parent = new TableMappingReader(named.block(), schema).allow(Set.of("column"), Set.of());
        recordColumns.put(
                "parent:" + named.name(),
                new ColumnMapping(
                        parent.name("column"), null, null, named.block().line("column")));
        return plain(named, parent, null, null, true, NOTHING);
    }

    /** @param known what it may belong to: the parents, and the facts before it */
    private TableMapping fact(Named named, List<TableMapping> known) {
        TableMappingReader fact = new TableMappingReader(named.block(), schema)
                .allow(Set.of("parent", "columns"), Set.of("of", "foreign_key"));
        String of = named.block().text("of");
        if (of != null && known.stream().noneMatch(each -> each.role().equals(of))) {
            named.block()
                    .fault(
                            "of",
                            SENTENCES.say(
                                    "mappingfile.no-parent-add-under-parents-fact",
                                    SqlIdentifier.shown(of),
                                    category,
                                    named.block().name()));
        }
        if (!needs.tables().contains(named.name())) {
            named.block()
                    .fault(
                            "table",
                            SENTENCES.say(
                                    "mappingfile.looks-no-facts-known",
                                    category,
                                    named.name(),
                                    Spelling.meant(named.name(), needs.tables()),
                                    String.join(", ", needs.tables())));
        }
        boolean enforced = !TableMappingReader.says(named.block(), "foreign_key", "none");
        return plain(named, fact, fact.name("parent"), of, enforced, needs.of(named.name()));
    }

    private static TableMapping plain(
            Named named,
            TableMappingReader table,
            @Nullable String parent,
            @Nullable String of,
            boolean enforced,
            RequiredRoles needs) {
        return new TableMapping(
                named.name(),
                table.schema(),
                table.name("table"),
                table.name("key"),
                parent,
                of,
                enforced,
                table.columns(needs),
                Map.of(),
                null,
                false,
                List.of(),
                false,
                table.line());
    }
}
