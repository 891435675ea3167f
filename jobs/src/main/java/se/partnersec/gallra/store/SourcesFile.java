package se.partnersec.gallra.store;

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
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.ScopeKind;
import se.partnersec.gallra.store.Sources.Identity;

/** Reads {@code sources.yml} strictly: any fault refuses the whole file, and all faults are named at once. */
public final class SourcesFile {
    private final String file;
    private final YamlBlock.Faults faults;
    private final Map<DataCategory, RoleNeeds> needs;

    private SourcesFile(String file, YamlBlock.Faults faults, Map<DataCategory, RoleNeeds> needs) {
        this.file = file;
        this.faults = faults;
        this.needs = needs;
    }

    /**
     * The mapping of a file; whether it fits the database is for {@link SchemaCheck} to say.
     *
     * @param needs the categories there are jobs for, and the columns each looks at
     * @throws ConfigException with every fault and its line
     */
    public static Sources read(Path file, Map<DataCategory, RoleNeeds> needs) {
        YamlBlock.Faults faults = new YamlBlock.Faults(file.toString());
        return new SourcesFile(file.toString(), faults, needs).sources(YamlText.read(file, faults));
    }

    static Sources parse(String name, byte[] bytes, Map<DataCategory, RoleNeeds> needs) {
        YamlBlock.Faults faults = new YamlBlock.Faults(name);
        return new SourcesFile(name, faults, needs).sources(YamlText.parse(bytes, faults));
    }

    private Sources sources(YamlBlock top) {
        top.allowOnly(Set.of("schema", "identities", "categories", "books", "copies", "inventory"));
        top.require(List.of("identities", "categories"));
        String schema = SqlName.schema(top);
        Map<ScopeKind, Identity> identities = identities(top.block("identities"), schema);
        Map<DataCategory, SourceTable> tables = categories(top.block("categories"), schema);
        BooksMapping books = BooksBlock.read(top.block("books"), schema);
        List<DeclaredCopy> copies = CopiesBlock.read(top.block("copies"), tables.keySet());
        DeclaredInventory declared = InventoryBlock.read(top.block("inventory"), schema);
        new MappingRules(faults, identities, tables).check();
        faults.throwIfAny();
        String canonical = SourcesText.of(identities, tables, books) + SourcesText.of(copies, declared);
        tables.replaceAll((category, table) -> table.ruledBy(tables.values()));
        return new Sources(file, identities, tables, books, copies, declared, canonical);
    }

    private static Map<ScopeKind, Identity> identities(@Nullable YamlBlock block, @Nullable String schema) {
        Map<ScopeKind, Identity> identities = new EnumMap<>(ScopeKind.class);
        if (block == null) {
            return identities;
        }
        Map<String, ScopeKind> kinds =
                TableBlock.PERSONS.stream().collect(Collectors.toMap(ScopeKind::id, kind -> kind));
        block.allowOnly(kinds.keySet());
        for (String name : block.keys()) {
            YamlBlock one = block.block(name);
            ScopeKind kind = kinds.get(name);
            if (one != null && kind != null) {
                TableBlock table = new TableBlock(one, schema).allow(Set.of(), Set.of("aliases"));
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
                identities.put(kind, new Identity(kind, mapping, TableBlock.names(one, "aliases")));
            }
        }
        return identities;
    }

    private Map<DataCategory, SourceTable> categories(@Nullable YamlBlock block, @Nullable String schema) {
        Map<DataCategory, SourceTable> tables = new LinkedHashMap<>();
        if (block == null) {
            return tables;
        }
        if (block.keys().isEmpty()) {
            faults.add(block.line(""), "'categories' maps nothing; name at least one category");
        }
        for (String name : block.keys()) {
            Optional<DataCategory> category = needs.keySet().stream()
                    .filter(known -> known.id().equals(name))
                    .findFirst();
            RoleNeeds columns = category.map(needs::get).orElse(null);
            YamlBlock one = block.block(name);
            if (category.isEmpty() || columns == null) {
                block.fault(
                        name,
                        "there is no job for a category '" + SqlName.shown(name) + "'; known are "
                                + needs.keySet().stream()
                                        .map(DataCategory::id)
                                        .collect(Collectors.toCollection(TreeSet::new))
                                        .stream()
                                        .collect(Collectors.joining(", ")));
            } else if (one != null) {
                tables.put(category.get(), new CategoryBlock(category.get(), one, columns, schema).read());
            }
        }
        return tables;
    }
}
