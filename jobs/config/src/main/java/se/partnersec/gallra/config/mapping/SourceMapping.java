package se.partnersec.gallra.config.mapping;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What {@code sources.yml} says: the tables of every mapped category, and how customers, users and invoices are known.
 *
 * @param entities whose books keep records, where there are several
 * @param books what the books are compared with; null where the file does not say
 * @param copies who holds copies beyond the suite's reach
 * @param declared what no rule is about
 * @param canonical the same content in one fixed form, for the fingerprint
 */
public record SourceMapping(
        String file,
        Map<ScopeType, Identity> identities,
        Map<DataCategory, CategoryMapping> tables,
        LegalEntities entities,
        @Nullable BooksMapping books,
        List<CopyRecipient> copies,
        InventoryDeclaration declared,
        String canonical) {
    private static final Sentences SENTENCES = Sentences.of("config");

    /**
     * A kind of person or paper a hold can be placed on: its key, and the other names it is known by.
     *
     * @param number the alias that reports may show, such as the customer number; null for none
     */
    public record Identity(
            ScopeType kind,
            TableMapping table,
            List<String> aliases,
            @Nullable String number) {}

    /** @throws RefusedException if the file does not map it */
    public CategoryMapping table(DataCategory category) {
        CategoryMapping table = tables.get(category);
        if (table == null) {
            throw RefusedException.configuration(
                    SENTENCES.say("mapping.category-not-mapped-add-under-categories", category, file));
        }
        return table;
    }

    /** The copies of a category's records that others hold. */
    public List<CopyRecipient> copies(DataCategory category) {
        return copies.stream().filter(copy -> copy.of().contains(category)).toList();
    }

    /** The categories whose records are rows of a table; two where one of them is about some columns only. */
    public Set<DataCategory> of(TableMapping table) {
        return tables.values().stream()
                .filter(each -> each.record().quoted().equals(table.quoted()))
                .map(CategoryMapping::category)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The other categories that lock rows which this one locks as well, so that only one of them may run at a time. */
    public Set<DataCategory> contending(DataCategory category) {
        CategoryMapping own = table(category);
        return tables.values().stream()
                .filter(other -> !other.category().equals(category) && own.contends(other))
                .map(CategoryMapping::category)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every table that holds object keys, each once, whichever category maps it. */
    public List<TableMapping> withObjects() {
        Map<String, TableMapping> byColumn = new LinkedHashMap<>();
        tables.values().stream().flatMap(each -> each.withObjects().stream()).forEach(table -> {
            byColumn.putIfAbsent(
                    table.quoted() + requireNonNull(table.objects()).column(), table);
        });
        return List.copyOf(byColumn.values());
    }

    /** Every mapped table, those of identities included. */
    public Stream<TableMapping> allTables() {
        return Stream.concat(
                tables.values().stream().flatMap(CategoryMapping::tables),
                identities.values().stream().map(Identity::table));
    }

    /**
     * Every reference that leads to the records of a category, each once: pointers of its children and of its own facts, of other
     * categories to a parent they lock, and the scopes of whatever table that hold the key of a person or paper. Not what
     * one paper of a parent says of another, such as the invoice it replaces: that belongs to the voucher.
     */
    public List<KeyReference> referencesTo(CategoryMapping source) {
        TableMapping record = source.record();
        List<KeyReference> all = new ArrayList<>();
        Stream.concat(source.children().stream(), source.facts().stream())
                .filter(each -> each.parentOf() == null)
                .forEach(each -> add(all, each, each.parent()));
        for (CategoryMapping other : tables.values()) {
            for (TableMapping parent : other.parents()) {
                if (same(parent, record)) {
                    add(all, other.record(), other.record().column("parent:" + parent.role()));
                    other.children().forEach(child -> add(all, child, child.column(parent.role())));
                }
            }
            Stream.concat(Stream.of(other.record()), other.children().stream())
                    .forEach(each -> identities.values().forEach(identity -> {
                        if (same(identity.table(), record)) {
                            add(all, each, first(each, identity.kind()));
                        }
                    }));
        }
        Map<String, KeyReference> once = new LinkedHashMap<>();
        for (KeyReference each : all) {
            if (!(same(each.table(), record) && each.column().equals(record.key()))) {
                once.putIfAbsent(each.table().quoted() + "." + each.column(), each);
            }
        }
        return List.copyOf(once.values());
    }

    private static @Nullable String first(TableMapping table, ScopeType kind) {
        List<String> columns = table.scopes().getOrDefault(kind.id(), List.of());
        return columns.isEmpty() ? null : columns.get(0);
    }

    private static boolean same(TableMapping one, TableMapping other) {
        return one.quoted().equals(other.quoted());
    }

    private static void add(List<KeyReference> all, TableMapping table, @Nullable ColumnMapping column) {
        add(all, table, column == null ? null : column.column());
    }

    private static void add(List<KeyReference> all, TableMapping table, @Nullable String column) {
        if (column != null) {
            all.add(new KeyReference(table, column));
        }
    }

    /**
     * A copy that the suite cannot reach: whoever has it is told of every record that was erased (GDPR Art. 19).
     *
     * @param name short, as notices name it
     * @param of whose records it holds copies of
     * @param contact where to tell the recipient; a function, not a person
     * @param days within which the recipient has to answer; 1 to 90
     */
    public record CopyRecipient(String name, Set<DataCategory> of, String recipient, String contact, int days) {
        public CopyRecipient {
            of = Set.copyOf(of);
        }
    }
}
