package se.partnersec.gallra.config.mappingfile;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.InventoryDeclaration;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.SourceMapping.Identity;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.StrictYaml;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;

/** Reads {@code sources.yml} strictly: any fault refuses the whole file, and all faults are named at once. */
public final class SourceMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private final String file;
    private final YamlMapping.Faults faults;
    private final Map<DataCategory, RequiredRoles> needs;

    private SourceMappingReader(String file, YamlMapping.Faults faults, Map<DataCategory, RequiredRoles> needs) {
        this.file = file;
        this.faults = faults;
        this.needs = needs;
    }

    /**
     * The mapping of a file; whether it fits the database is for {@code MappingCheck} to say.
     *
     * @param needs the categories there are jobs for, and the columns each looks at
     * @throws ConfigException with every fault and its line
     */
    public static SourceMapping read(Path file, Map<DataCategory, RequiredRoles> needs) {
        YamlMapping.Faults faults = new YamlMapping.Faults(file.toString());
        return parse(file.toString(), StrictYaml.bytes(file, faults), faults, needs);
    }

    public static SourceMapping parse(String name, byte[] bytes, Map<DataCategory, RequiredRoles> needs) {
        return parse(name, bytes, new YamlMapping.Faults(name), needs);
    }

    private static SourceMapping parse(
            String name, byte[] bytes, YamlMapping.Faults faults, Map<DataCategory, RequiredRoles> needs) {
        YamlMapping top = StrictYaml.parse(bytes, faults);
        OpenMarks.refuse(bytes, faults);
        return new SourceMappingReader(name, faults, needs).sources(top);
    }

    private SourceMapping sources(YamlMapping top) {
        top.allowOnly(Set.of("schema", "identities", "entities", "categories", "books", "copies", "inventory"));
        top.require(List.of("identities", "categories"));
        String schema = SqlIdentifier.schema(top);
        Map<ScopeType, Identity> identities = identities(top.block("identities"), schema);
        LegalEntities entities = BooksMappingReader.entities(top.block("entities"));
        Map<DataCategory, CategoryMapping> tables = categories(top.block("categories"), entities, schema);
        BooksMapping books = BooksMappingReader.read(top.block("books"), entities, schema);
        List<SourceMapping.CopyRecipient> copies = CopyRecipientReader.read(top.block("copies"), tables.keySet());
        InventoryDeclaration declared = InventoryReader.read(top.block("inventory"), schema);
        new SourceMappingValidator(faults, identities, tables, needs).check();
        faults.throwIfAny();
        String canonical =
                CanonicalMapping.of(identities, tables, entities, books) + CanonicalMapping.of(copies, declared);
        tables.replaceAll((category, table) -> table.ruledBy(tables.values()));
        return new SourceMapping(file, identities, tables, entities, books, copies, declared, canonical);
    }

    private static Map<ScopeType, Identity> identities(@Nullable YamlMapping block, @Nullable String schema) {
        Map<ScopeType, Identity> identities = new EnumMap<>(ScopeType.class);
        if (block == null) {
            return identities;
        }
        Map<String, ScopeType> kinds =
                TableMappingReader.PERSONS.stream().collect(Collectors.toMap(ScopeType::id, kind -> kind));
        block.allowOnly(kinds.keySet());
        for (String name : block.keys()) {
            YamlMapping one = block.block(name);
            ScopeType kind = kinds.get(name);
            if (one != null && kind != null) {
                TableMappingReader table =
                        new TableMappingReader(one, schema).allow(Set.of(), Set.of("aliases", "number"));
                TableMapping mapping = new TableMapping(
                        name,
                        table.schema(),
                        table.name("table"),
                        table.name("key"),
                        null,
                        null,
                        true,
                        Map.of(),
                        Map.of(),
                        null,
                        false,
                        List.of(),
                        false,
                        table.line());
                List<String> aliases = TableMappingReader.names(one, "aliases");
                identities.put(kind, new Identity(kind, mapping, aliases, number(one, kind, aliases)));
            }
        }
        return identities;
    }

    /** Reports show it, so it is never a name of a person. */
    private static @Nullable String number(YamlMapping one, ScopeType kind, List<String> aliases) {
        if (!one.has("number")) {
            return null;
        }
        String number = one.text("number");
        if (number != null && (kind == ScopeType.USER || !aliases.contains(number))) {
            one.fault(
                    "number",
                    kind == ScopeType.USER
                            ? SENTENCES.say("mappingfile.number-customers-invoices-reports-name-no")
                            : SENTENCES.say(
                                    "mappingfile.number-must-one-aliases",
                                    String.join(", ", aliases),
                                    SqlIdentifier.shown(number)));
        }
        return number;
    }

    private Map<DataCategory, CategoryMapping> categories(
            @Nullable YamlMapping block, LegalEntities entities, @Nullable String schema) {
        Map<DataCategory, CategoryMapping> tables = new LinkedHashMap<>();
        if (block == null) {
            return tables;
        }
        if (block.keys().isEmpty()) {
            faults.add(block.line(""), SENTENCES.say("mappingfile.categories-maps-nothing-name-least-one"));
        }
        for (String name : block.keys()) {
            Optional<DataCategory> category = needs.keySet().stream()
                    .filter(known -> known.id().equals(name))
                    .findFirst();
            RequiredRoles columns = category.map(needs::get).orElse(null);
            YamlMapping one = block.block(name);
            if (category.isEmpty() || columns == null) {
                block.fault(
                        name,
                        SENTENCES.say(
                                "mappingfile.there-no-category-known",
                                SqlIdentifier.shown(name),
                                Spelling.meant(
                                        name,
                                        needs.keySet().stream()
                                                .map(DataCategory::id)
                                                .toList()),
                                needs.keySet().stream()
                                        .map(DataCategory::id)
                                        .collect(Collectors.toCollection(TreeSet::new))
                                        .stream()
                                        .collect(Collectors.joining(", "))));
            } else if (one != null) {
                tables.put(
                        category.get(),
                        new CategoryMappingReader(category.get(), one, columns, entities, schema).read());
            }
        }
        return tables;
    }
}
