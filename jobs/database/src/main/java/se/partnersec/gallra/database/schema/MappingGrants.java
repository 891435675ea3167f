package se.partnersec.gallra.database.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Rights of the accounts in the tables of the business, in however many schemas: on the columns that the mapping names, and no others. The job reads what
 * decides, deletes, locks, and calls the procedures that clear; finance and the reader read the same.
 */
final class MappingGrants {
    /** Category whose rows are looked at before each run for content that may not be there, in columns that nobody mapped too. */
    private static final String LOOKED_THROUGH = "ip-logs";
    /** Category of the blocks that finance adds and lifts. */
    private static final String BLOCKS = "fraud-addresses";
    /** Category of the subscriptions that finance ends where it enters an objection. */
    private static final String NEWSLETTER = "newsletter";

    private final Map<String, Rights> job = new LinkedHashMap<>();
    private final Map<String, Rights> finance = new LinkedHashMap<>();
    private final Map<String, Rights> reader = new LinkedHashMap<>();
    private final SourceMapping sources;

    MappingGrants(SourceMapping sources) {
        this.sources = sources;
        sources.identities().values().forEach(identity -> {
            read(identity.table());
            allThree(identity.table()).forEach(rights -> rights.select.addAll(identity.aliases()));
        });
        sources.tables().values().forEach(this::category);
        BooksMapping books = sources.books();
        if (books != null) {
            of(reader, books.table()).select.addAll(columns(books.table()));
            // Whoever imports the books is told which invoice a voucher is about.
            Stream.of(books.table().key(), books.column("invoice_no").replace("`", ""))
                    .forEach(of(finance, books.table()).select::add);
        }
    }

    /** One account's rights in one table. */
    private static final class Rights {
        private final Set<String> select = new TreeSet<>();
        private final Set<String> insert = new TreeSet<>();
        private final Set<String> update = new TreeSet<>();
        private final String schema;
        private boolean whole;
        private boolean delete;

        Rights(String schema) {
            this.schema = schema;
        }

        String list() {
            return Stream.of(
                            whole ? "SELECT" : some("SELECT", select),
                            some("INSERT", insert),
                            some("UPDATE", update),
                            delete ? "DELETE" : "")
                    .filter(right -> !right.isEmpty())
                    .collect(Collectors.joining(", "));
        }

        private static String some(String right, Collection<String> columns) {
            return columns.isEmpty()
                    ? ""
                    : columns.stream()
                            .map(column -> "`" + column + "`")
                            .collect(Collectors.joining(", ", right + " (", ")"));
        }
    }

    private void category(CategoryMapping source) {
        TableMapping record = source.record();
        read(record);
        Rights ours = of(job, record);
        ours.delete |= !record.detached();
        for (TableMapping child : source.children()) {
            read(child);
            Rights its = of(job, child);
            // Where only columns of a record go, its children stay.
            its.delete |= !child.detached() && !record.detached();
        }
        source.parents().forEach(this::read);
        source.facts().forEach(this::read);
        sums(source.sums());
        statistics(source);
        of(source);
    }

    private void sums(@Nullable TableMapping sums) {
        if (sums != null) {
            read(sums);
            sums.columns().values().stream().map(ColumnMapping::column).forEach(of(job, sums).insert::add);
        }
    }

    private void statistics(CategoryMapping source) {
        CategoryMapping.Statistics counted = source.statistics();
        if (counted == null) {
            return;
        }
        read(counted.table());
        Rights written = of(job, counted.table());
        counted.table().columns().values().stream().map(ColumnMapping::column).forEach(written.insert::add);
        counted.groups().forEach(group -> {
            written.insert.add(group.column());
            allThree(counted.table()).forEach(rights -> rights.select.add(group.column()));
            of(job, source.record()).select.add(group.of());
        });
    }

    /** Rights for what is done with the records of one category and no other. */
    private void of(CategoryMapping source) {
        TableMapping record = source.record();
        switch (source.category().id()) {
            case LOOKED_THROUGH ->
                Stream.concat(Stream.of(record), source.children().stream())
                        .forEach(table -> of(job, table).whole = true);
            case BLOCKS -> {
                record.columns().values().stream().map(ColumnMapping::column).forEach(of(finance, record).insert::add);
                Stream.of("lifted_at", "block").forEach(role -> mayWrite(record, role));
            }
            case NEWSLETTER -> mayWrite(record, "withdrawn_at");
            default -> {}
        }
    }

    private void mayWrite(TableMapping record, String role) {
        ColumnMapping column = record.column(role);
        if (column != null) {
            of(finance, record).update.add(column.column());
        }
    }

    private void read(TableMapping table) {
        allThree(table).forEach(rights -> rights.select.addAll(columns(table)));
    }

    private static Set<String> columns(TableMapping table) {
        Set<String> columns = new TreeSet<>(List.of(table.key()));
        Stream.ofNullable(table.parent()).forEach(columns::add);
        table.columns().values().forEach(column -> columns.add(column.column()));
        table.scopes().values().forEach(columns::addAll);
        Stream.ofNullable(table.objects()).forEach(objects -> columns.add(objects.column()));
        // Whether there is something left to take out, where no column of its own says so, is seen by the columns
        // themselves.
        boolean told = !table.detached() || table.column("present") != null;
        table.reduced().stream()
                .filter(each -> each.strategy() == Anonymisation.KEYED_HASH || !told)
                .forEach(each -> columns.add(each.column()));
        return columns;
    }

    private Stream<Rights> allThree(TableMapping table) {
        return Stream.of(of(job, table), of(finance, table), of(reader, table));
    }

    private static Rights of(Map<String, Rights> account, TableMapping table) {
        return account.computeIfAbsent(table.quoted(), t -> new Rights(table.schema()));
    }

    /** Statements that grant the rights in the tables; accounts as statements name them, by role. */
    List<String> statements(Map<String, String> accounts) {
        List<String> all = new ArrayList<>();
        // What may be read may be locked: on MySQL by LOCK TABLES, which changes no row, on MariaDB by the right to
        // read.
        job.values().stream()
                .map(rights -> rights.schema)
                .distinct()
                .forEach(schema -> all.add("GRANT /*!80000 LOCK TABLES, */ USAGE ON `" + schema + "`.* TO "
                        + accounts.getOrDefault("job", "")));
        Map.of("job", job, "finance", finance, "reader", reader).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(role -> role.getValue()
                        .forEach((table, rights) -> all.add("GRANT " + rights.list() + " ON " + table + " TO "
                                + accounts.getOrDefault(role.getKey(), ""))));
        return all;
    }

    /**
     * Statements for a person whose role decides about records: what the reader reads. Blocks of addresses are finance's to write, the end of
     * a newsletter the officer's.
     *
     * @param login as statements name it
     */
    List<String> statements(PersonRole role, String login) {
        CategoryMapping newsletter = sources.tables().get(new DataCategory(NEWSLETTER));
        String objections = newsletter == null ? "" : newsletter.record().quoted();
        List<String> all = new ArrayList<>();
        if (role.readsBusiness()) {
            reader.forEach((table, rights) -> {
                Rights theirs = new Rights(rights.schema);
                theirs.select.addAll(rights.select);
                Rights written = finance.get(table);
                if (written != null && table.equals(objections) == (role == PersonRole.OFFICER)) {
                    theirs.insert.addAll(written.insert);
                    theirs.update.addAll(written.update);
                }
                all.add("GRANT " + theirs.list() + " ON " + table + " TO " + login);
            });
        }
        return all;
    }

    /** Makes the procedures that clear, and lets the job call them; accounts as statements name them, by role. */
    List<String> clearing(Map<String, String> names) {
        List<String> all = new ArrayList<>(List.of(SqlScript.MODE));
        for (ClearingProcedure each : ClearingProcedure.all(sources)) {
            String procedure = "${suite}.`" + each.name() + "`";
            all.add("GRANT " + each.rights() + " ON " + each.table().quoted() + " TO ${guard}");
            all.add("DROP PROCEDURE IF EXISTS " + procedure);
            all.add(each.statement());
            all.add("GRANT EXECUTE ON PROCEDURE " + procedure + " TO ${job}");
        }
        return all.stream().map(sql -> filled(sql, names)).toList();
    }

    private static String filled(String sql, Map<String, String> names) {
        String filled = sql;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("${" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    /** The script of the partitions of each category that has some, as {@code sql/partitions.sql} has it. */
    List<String> partitions(Map<String, String> accounts) {
        List<String> all = new ArrayList<>();
        for (CategoryMapping source : sources.tables().values()) {
            PartitionMapping partitions = source.partitions();
            if (partitions != null) {
                Map<String, String> names = new LinkedHashMap<>(accounts);
                names.put("business", "`" + source.record().schema() + "`");
                names.put("table", "`" + source.record().table() + "`");
                names.put("staging", "`" + partitions.staging().table() + "`");
                names.put("key", "`" + source.record().key() + "`");
                names.put("category", source.category().id());
                names.put(
                        "columns",
                        columns(source.record()).stream()
                                .map(column -> "`" + column + "`")
                                .collect(Collectors.joining(", ")));
                all.addAll(SqlScript.read("partitions.sql").statements(names));
            }
        }
        return all;
    }
}
