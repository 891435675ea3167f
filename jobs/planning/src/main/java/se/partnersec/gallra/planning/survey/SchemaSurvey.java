package se.partnersec.gallra.planning.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.database.catalog.CatalogTable;
import se.partnersec.gallra.database.catalog.ForeignKey;
import se.partnersec.gallra.database.catalog.InformationSchema;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The tables of some schemas, read from information_schema alone.
 *
 * @param tables that can be named in a mapping, in the order of their schemas and names
 * @param skipped tables and columns left out, because a mapping could not name them or there are too many, as they may be shown
 * @param whole false where the account may see foreign keys of some tables only
 */
public record SchemaSurvey(List<SurveyedTable> tables, List<String> skipped, boolean whole) {
    private static final Sentences SENTENCES = Sentences.of("planning");
    private static final int MOST_TABLES = 1000;
    private static final Pattern NAME = Pattern.compile("(?!\\d+$)[\\p{L}0-9_$&&[\\x{0}-\\x{FFFF}]]{1,64}");

    /** Reads information_schema; no table itself. */
    public static SchemaSurvey read(JdbcTemplate jdbc, Collection<String> schemas) {
        InformationSchema catalog = new InformationSchema(jdbc);
        List<SurveyedTable> tables = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String schema : schemas) {
            List<String> names = catalog.tables(schema, MOST_TABLES + 1);
            if (names.size() > MOST_TABLES) {
                skipped.add(SENTENCES.say("survey.tables-after-first", schema, MOST_TABLES));
            }
            for (String name : names.subList(0, Math.min(names.size(), MOST_TABLES))) {
                CatalogTable table = NAME.matcher(name).matches() ? catalog.table(schema, name) : null;
                if (table == null) {
                    skipped.add(SqlIdentifier.shown(schema + "." + name));
                } else {
                    tables.add(table(catalog, schema, name, table, skipped));
                }
            }
        }
        return new SchemaSurvey(List.copyOf(tables), List.copyOf(skipped), catalog.seesEveryTable());
    }

    private static SurveyedTable table(
            InformationSchema catalog, String schema, String name, CatalogTable table, List<String> skipped) {
        Map<String, ForeignKey> pointers = new LinkedHashMap<>();
        catalog.from(schema + "." + name).stream()
                .filter(key -> key.columns().size() == 1)
                .forEach(key -> pointers.put(key.columns().get(0), key));
        Set<String> unique = catalog.unique(schema, name).stream()
                .filter(columns -> columns.size() == 1)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, NameParts> columns = new LinkedHashMap<>();
        table.columns().keySet().forEach(column -> {
            if (NAME.matcher(column).matches()) {
                columns.put(column, NameParts.of(column));
            } else {
                skipped.add(SqlIdentifier.shown(schema + "." + name + "." + column));
            }
        });
        return new SurveyedTable(schema, name, NameParts.of(name), table, pointers, unique, columns);
    }
}
