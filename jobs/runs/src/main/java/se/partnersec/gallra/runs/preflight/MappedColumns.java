package se.partnersec.gallra.runs.preflight;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;

/** Which columns of which tables the mapping names, in whichever part it plays. */
final class MappedColumns {
    private MappedColumns() {}

    /** By {@code schema.table}. */
    static Map<String, Set<String>> of(SourceMapping sources) {
        Map<String, Set<String>> columns = new HashMap<>();
        BooksMapping books = sources.books();
        Stream.concat(sources.allTables(), Stream.ofNullable(books).map(BooksMapping::table))
                .forEach(table -> columns.computeIfAbsent(name(table), t -> new HashSet<>())
                        .addAll(of(table)));
        sources.tables()
                .values()
                .forEach(source -> Stream.ofNullable(source.statistics())
                        .flatMap(statistics -> statistics.groups().stream())
                        .forEach(group -> columns.computeIfAbsent(name(source.record()), t -> new HashSet<>())
                                .add(group.of())));
        sources.identities()
                .values()
                .forEach(identity -> columns.computeIfAbsent(name(identity.table()), t -> new HashSet<>())
                        .addAll(identity.aliases()));
        return columns;
    }

    private static Set<String> of(TableMapping table) {
        Set<String> columns = new HashSet<>(List.of(table.key()));
        Stream.ofNullable(table.parent()).forEach(columns::add);
        table.columns().values().forEach(column -> columns.add(column.column()));
        table.scopes().values().forEach(columns::addAll);
        table.reduced().forEach(reduced -> columns.add(reduced.column()));
        Stream.ofNullable(table.objects()).forEach(objects -> columns.add(objects.column()));
        return columns;
    }

    private static String name(TableMapping table) {
        return table.schema() + "." + table.table();
    }
}
