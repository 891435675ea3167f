package se.partnersec.gallra.runs.preflight;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.InventoryDeclaration;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.objectstore.bucket.ConditionalDeleteProbe;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketLevel;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Holds what there is against what the mapping knows: every table of its schemas, every column of its tables, every
 * beginning of a key in the bucket is mapped, or declared to be no business of any rule. Reads only.
 */
public final class Inventory {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final int MOST_LEVELS = 200;

    private final SourceMapping sources;
    private final InventoryDeclaration declared;

    public Inventory(SourceMapping sources) {
        this.sources = sources;
        this.declared = sources.declared();
    }

    /** What was not known. */
    public enum Kind {
        TABLE,
        COLUMN,
        PREFIX,
        /** Objects beside every prefix. */
        OBJECTS,
        /** It could not be looked through to its end. */
        UNSEEN
    }

    /** @param name of the table, column or prefix */
    public record Unknown(Kind kind, String name) {}

    /** @param looked how many tables, columns or prefixes were looked at */
    public record Result(List<Unknown> unknown, long looked) {}

    public Result tables(JdbcTemplate jdbc) {
        List<Unknown> unknown = new ArrayList<>();
        InformationSchema catalog = new InformationSchema(jdbc);
        if (!catalog.seesEveryTable()) {
            unknown.add(new Unknown(Kind.UNSEEN, SENTENCES.say("preflight.tables-account-no-right-grant-references")));
        }
        Map<String, Set<String>> mapped = MappedColumns.of(sources);
        long[] looked = {0};
        for (String schema : schemas(mapped.keySet(), catalog.own())) {
            jdbc.query(
                    "SELECT t.table_name, c.column_name FROM information_schema.tables t"
                            + " JOIN information_schema.columns c"
                            + " ON c.table_schema = t.table_schema AND c.table_name = t.table_name"
                            + " WHERE t.table_schema = ? AND t.table_type NOT IN ('VIEW', 'SYSTEM VIEW', 'SEQUENCE')"
                            + " ORDER BY t.table_name, c.ordinal_position",
                    row -> {
                        looked[0]++;
                        look(schema + "." + row.getString(1), row.getString(2), mapped, unknown);
                    },
                    schema);
        }
        return new Result(unknown.stream().distinct().toList(), looked[0]);
    }

    private void look(String table, String column, Map<String, Set<String>> mapped, List<Unknown> unknown) {
        Set<String> known = mapped.get(table);
        if (known == null) {
            if (!declared.tables().containsKey(table)) {
                unknown.add(new Unknown(Kind.TABLE, SqlIdentifier.shown(table)));
            }
            return;
        }
        if (known.stream().noneMatch(column::equalsIgnoreCase)
                && declared.plainColumns().getOrDefault(table, Set.of()).stream()
                        .noneMatch(column::equalsIgnoreCase)) {
            unknown.add(new Unknown(Kind.COLUMN, SqlIdentifier.shown(table + "." + column)));
        }
    }

    private Set<String> schemas(Set<String> mapped, String own) {
        return Stream.concat(mapped.stream(), declared.tables().keySet().stream())
                .map(table -> table.substring(0, table.indexOf('.')))
                .filter(schema -> !schema.equals(own))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public Result prefixes(ObjectBucket bucket) {
        Set<String> known = new HashSet<>(declared.prefixes().keySet());
        known.add(ConditionalDeleteProbe.PREFIX);
        sources.tables().values().stream()
                .flatMap(source -> source.withObjects().stream())
                .map(table -> Objects.requireNonNull(table.objects()).prefix())
                .forEach(known::add);
        List<Unknown> unknown = new ArrayList<>();
        Deque<String> levels = new ArrayDeque<>(List.of(""));
        long looked = 0;
        for (int i = 0; !levels.isEmpty(); i++) {
            String prefix = levels.removeFirst();
            if (i == MOST_LEVELS) {
                unknown.add(new Unknown(Kind.UNSEEN, SENTENCES.say("preflight.prefixes-beyond-first", MOST_LEVELS)));
                break;
            }
            BucketLevel level = bucket.level(prefix);
            if (!level.whole()) {
                unknown.add(new Unknown(
                        Kind.UNSEEN,
                        SENTENCES.say("preflight.more-objects-directly-under", SqlIdentifier.shown(prefix))));
            }
            if (level.objects() > 0) {
                unknown.add(new Unknown(Kind.OBJECTS, SqlIdentifier.shown(prefix)));
            }
            for (String below : level.prefixes()) {
                looked++;
                if (known.contains(below)) {
                    continue;
                }
                if (known.stream().anyMatch(each -> each.startsWith(below))) {
                    levels.add(below);
                } else {
                    unknown.add(new Unknown(Kind.PREFIX, SqlIdentifier.shown(below)));
                }
            }
        }
        return new Result(unknown, looked);
    }
}
