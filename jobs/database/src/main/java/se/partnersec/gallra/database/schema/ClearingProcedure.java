package se.partnersec.gallra.database.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import se.partnersec.gallra.config.mapping.Anonymisation;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnReduction;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * A procedure of {@code sql/clearing.sql} for one table of the business: it runs with the rights of the locked account of the guards, and
 * is the job's only way to change a row there.
 *
 * @param name of ASCII letters, digits and underscores, whatever the table is called: what it does in a word, the begin of the table's
 *     name, and the begin of a hash of all that it does, by which two procedures never share a name
 * @param values what the script leaves open
 * @param table of which it needs the columns
 * @param reads columns that it compares
 * @param writes columns that it changes; none for one that only looks
 */
public record ClearingProcedure(
        String name, Map<String, String> values, TableMapping table, Set<String> reads, Set<String> writes) {
    /** First words of names, by which the servers are asked for them. */
    public static final List<String> KINDS = List.of("clear", "hash", "sum", "look", "told");

    private static final String SCRIPT = "clearing.sql";
    private static final int NAMED = 24;
    private static final int HASHED = 16;

    public ClearingProcedure {
        values = Map.copyOf(values);
        reads = new TreeSet<>(reads);
        writes = new TreeSet<>(writes);
    }

    /** Every procedure that the mapping needs, by name. */
    public static Collection<ClearingProcedure> all(SourceMapping sources) {
        Map<String, ClearingProcedure> all = new TreeMap<>();
        for (CategoryMapping source : sources.tables().values()) {
            of(source).forEach(each -> {
                ClearingProcedure same = all.putIfAbsent(each.name, each);
                if (same != null && !same.equals(each)) {
                    throw new IllegalStateException("two procedures are called " + each.name + ". Indicates a bug");
                }
            });
        }
        return all.values();
    }

    private static Stream<ClearingProcedure> of(CategoryMapping source) {
        TableMapping record = source.record();
        List<ClearingProcedure> all = new ArrayList<>();
        if (record.reduced().stream().anyMatch(each -> each.strategy() != Anonymisation.KEYED_HASH)) {
            all.add(overwriting(record));
        }
        record.reduced().stream()
                .filter(each -> each.strategy() == Anonymisation.KEYED_HASH)
                .forEach(each -> all.add(hashing(record, each)));
        if (record.detached()) {
            all.add(telling(record));
        } else if (!record.reduced().isEmpty()) {
            all.add(looking(record));
        }
        source.children().stream().filter(TableMapping::detached).forEach(child -> all.add(detaching(child)));
        if (source.sums() != null) {
            all.add(adding(source.sums()));
        }
        return all.stream();
    }

    /** Takes from records what the mapping says, but for hashes. */
    public static ClearingProcedure overwriting(TableMapping record) {
        Map<String, String> set = new LinkedHashMap<>();
        record.reduced().stream()
                .filter(each -> each.strategy() != Anonymisation.KEYED_HASH)
                .forEach(each -> set.put(each.column(), each.strategy().sql(quoted(each.column()), each.constant())));
        Set<String> reads = record.reduced().stream()
                .filter(each -> each.strategy().reads())
                .map(ColumnReduction::column)
                .collect(Collectors.toCollection(TreeSet::new));
        reads.add(record.key());
        return make("clear", record, reads, set.keySet(), Map.of("set", assigned(set)));
    }

    /** Takes the pointer from rows with rules of their own. */
    public static ClearingProcedure detaching(TableMapping child) {
        String pointer = Objects.requireNonNull(child.parent(), child.table());
        return make(
                "clear",
                child,
                Set.of(child.key()),
                Set.of(pointer),
                Map.of("set", assigned(Map.of(pointer, Anonymisation.NULL.sql(quoted(pointer), "")))));
    }

    /** Writes keyed hashes into a column, whose key no statement may carry. */
    public static ClearingProcedure hashing(TableMapping record, ColumnReduction column) {
        return make(
                "hash",
                record,
                Set.of(record.key()),
                Set.of(column.column()),
                Map.of("set", quoted(column.column()), "digits", String.valueOf(2 * Pseudonymizer.LENGTH)));
    }

    /** Adds to sums. */
    public static ClearingProcedure adding(TableMapping sums) {
        List<String> added =
                Stream.of("quantity", "details").map(role -> column(sums, role)).toList();
        List<String> known = Stream.of("line", "month_on", "customer")
                .map(role -> column(sums, role))
                .toList();
        return make(
                "sum",
                sums,
                Stream.concat(added.stream(), known.stream()).collect(Collectors.toSet()),
                Set.copyOf(added),
                Map.of(
                        "set",
                        added.stream()
                                .map(each -> quoted(each) + " = " + quoted(each) + " + ?")
                                .collect(Collectors.joining(", ")),
                        "where",
                        known.stream().map(each -> quoted(each) + " = ?").collect(Collectors.joining(" AND "))));
    }

    /** Names reduced records that hold something else by now. */
    public static ClearingProcedure looking(TableMapping record) {
        List<ColumnReduction> columns = record.reduced();
        String rows = IntStream.range(0, columns.size())
                .mapToObj(place -> "'SELECT " + place + " AS place, " + quoted(record.key()) + " AS record_key FROM "
                        + record.quoted() + " WHERE " + quoted(record.key()) + " IN (', @gallra_keys, ') AND "
                        + other(columns.get(place)) + "'")
                .collect(Collectors.joining(", ' UNION ALL ', "));
        return make("look", record, withKey(record), Set.of(), Map.of("rows", rows));
    }

    /** Names records of which the column {@code present} says that nothing is left, and where something is. */
    public static ClearingProcedure telling(TableMapping record) {
        String said = Objects.requireNonNull(record.leftSql(), record.table());
        Set<String> reads = withKey(record);
        Stream.ofNullable(record.column("present")).forEach(told -> reads.add(told.column()));
        return make("told", record, reads, Set.of(), Map.of("left", record.anyLeftSql(), "said", said));
    }

    private static Set<String> withKey(TableMapping record) {
        Set<String> columns =
                record.reduced().stream().map(ColumnReduction::column).collect(Collectors.toCollection(TreeSet::new));
        columns.add(record.key());
        return columns;
    }

    private static ClearingProcedure make(
            String kind, TableMapping table, Set<String> reads, Set<String> writes, Map<String, String> values) {
        String identity = kind + " " + table.quoted() + " " + table.key() + " " + new TreeMap<>(values);
        String slug = table.table().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        String name = kind + "_" + slug.substring(0, Math.min(NAMED, slug.length())) + "_"
                + Sha256.ofText(identity).substring(0, HASHED);
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(kind, name);
        all.put("table", table.quoted());
        all.put("key", table.key());
        return new ClearingProcedure(name, all, table, reads, writes);
    }

    /** The statement that makes it, with placeholders for schema and account. */
    public String statement() {
        String kind = name.substring(0, name.indexOf('_'));
        String made = SqlScript.read(SCRIPT).raw().stream()
                .filter(sql -> sql.contains("`${" + kind + "}`"))
                .findFirst()
                .orElseThrow();
        for (Map.Entry<String, String> value : values.entrySet()) {
            made = made.replace("${" + value.getKey() + "}", value.getValue());
        }
        return made;
    }

    /** Its body, as servers keep it. */
    public String body() {
        String made = statement();
        return made.substring(made.indexOf("\nBEGIN") + 1);
    }

    /** Rights in its table that the account needs whose rights it runs with. */
    public String rights() {
        return Stream.of(list("SELECT", reads), list("UPDATE", writes))
                .filter(right -> !right.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String list(String right, Set<String> columns) {
        return columns.isEmpty()
                ? ""
                : columns.stream().map(ClearingProcedure::quoted).collect(Collectors.joining(", ", right + " (", ")"));
    }

    /** Doing it once more must change nothing; a hash is known by its form alone, its value must not be computed twice. */
    private static String other(ColumnReduction reduced) {
        String column = quoted(reduced.column());
        return switch (reduced.strategy()) {
            case NULL -> column + " IS NOT NULL";
            case CONSTANT ->
                // To the letter: a collation may take another word for the same.
                "NOT (CAST(" + column + " AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin <=> "
                        + reduced.strategy().sql(column, reduced.constant()) + ")";
            case KEYED_HASH ->
                column + " NOT REGEXP " + Anonymisation.literal("^[0-9a-f]{" + 2 * Pseudonymizer.LENGTH + "}$");
            case MONTH, YEAR, TRUNCATE_IP ->
                "NOT (" + column + " <=> " + reduced.strategy().sql(column, "") + ")";
        };
    }

    private static String assigned(Map<String, String> set) {
        return set.entrySet().stream()
                .map(each -> quoted(each.getKey()) + " = " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String column(TableMapping table, String role) {
        return Objects.requireNonNull(table.column(role), role).column();
    }

    private static String quoted(String column) {
        return "`" + column + "`";
    }
}
