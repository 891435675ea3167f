package se.partnersec.gallra.database.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.InventoryDeclaration;
import se.partnersec.gallra.config.mapping.InventoryDeclaration.NotContent;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Looks whether a table of traffic logs holds pages, paths, queries or content, which the privacy policy says it does not.
 * Names and types are judged in every column; values in rows from all over the table, all of them where there are few.
 */
public final class ContentCheck {
    private static final Sentences SENTENCES = Sentences.of("database");
    private static final Set<String> TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json", "enum", "set");

    private static final int PLACES = 16;
    private static final int ROWS = 500;
    private static final int LETTERS = 300;

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    /** By column; to a server upper and lower case are the same in names of columns. */
    private final Map<String, NotContent> declared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public ContentCheck(JdbcTemplate jdbc, TableMapping table, InventoryDeclaration inventory) {
        this.jdbc = jdbc;
        this.table = table;
        declared.putAll(inventory.notContent().getOrDefault(table.schema() + "." + table.table(), Map.of()));
    }

    /** Something that looks like content: the column, and what gave it away. */
    public record Suspect(String column, String sign) {}

    private record Column(String name, String type) {}

    /** Columns whose name or type has room for pages, and that nobody has declared to hold none. */
    public List<Suspect> shapes() {
        List<Suspect> suspects = new ArrayList<>();
        for (Column column : columns()) {
            if (declaration(column.name()) == null) {
                if (ContentPatterns.inName(column.name())) {
                    suspects.add(new Suspect(
                            name(column.name()), SENTENCES.say("check.named-like-page-path-query-content")));
                } else if (ContentPatterns.inType(column.type())) {
                    suspects.add(
                            new Suspect(name(column.name()), SENTENCES.say("check.which-room-content", column.type())));
                }
            }
        }
        return suspects;
    }

    /** Columns in which something looks like a page, a path, a query or markup; the value itself is not told. */
    public List<Suspect> values() {
        List<String> texts = columns().stream()
                .filter(column -> TEXTS.contains(column.type()))
                .map(Column::name)
                .filter(column -> declaration(column) == null || !values(column))
                .toList();
        if (texts.isEmpty()
                || columns().stream().noneMatch(column -> column.name().equals(table.key()))) {
            // Without its key nothing runs; SchemaCheck says so.
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>();
        look("ORDER BY " + key() + " DESC LIMIT " + ROWS, List.of(), texts, found);
        List<Object> places = places();
        int rows = places.size() == 1 ? PLACES * ROWS : ROWS;
        for (Object from : places) {
            look("WHERE " + key() + " >= ? ORDER BY " + key() + " LIMIT " + rows, List.of(from), texts, found);
        }
        return found.stream()
                .map(column -> new Suspect(name(column), SENTENCES.say("check.holds-what-looks-like-pages-paths")))
                .toList();
    }

    private void look(String which, List<Object> args, List<String> texts, Collection<String> found) {
        String columns = texts.stream()
                .map(column -> "LEFT(`" + column.replace("`", "``") + "`, " + LETTERS + ")")
                .collect(Collectors.joining(", "));
        jdbc.query(
                "SELECT " + columns + " FROM " + table.quoted() + " " + which,
                row -> {
                    for (int i = 0; i < texts.size(); i++) {
                        String value = row.getString(i + 1);
                        if (value != null && ContentPatterns.inValue(value)) {
                            found.add(texts.get(i));
                        }
                    }
                },
                args.toArray());
    }

    /** Keys from which to read: evenly spread where they are numbers, else only the lowest. */
    private List<Object> places() {
        List<Object> places = new ArrayList<>();
        boolean number = columns().stream()
                .anyMatch(column ->
                        column.name().equals(table.key()) && column.type().endsWith("int"));
        if (!number) {
            return List.of("");
        }
        jdbc.query("SELECT MIN(" + key() + "), MAX(" + key() + ") FROM " + table.quoted(), row -> {
            BigDecimal lowest = row.getBigDecimal(1);
            BigDecimal highest = row.getBigDecimal(2);
            if (lowest != null && highest != null) {
                BigInteger low = lowest.toBigInteger();
                BigInteger width = highest.toBigInteger().subtract(low);
                for (int i = 0; i < PLACES; i++) {
                    BigInteger place =
                            low.add(width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(PLACES)));
                    if (!places.contains(place)) {
                        places.add(place);
                    }
                }
            }
        });
        return places;
    }

    private List<Column> columns() {
        return jdbc.query(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                        + " ORDER BY ordinal_position",
                (row, i) -> new Column(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT)),
                table.schema(),
                table.table());
    }

    private @Nullable NotContent declaration(String column) {
        return declared.get(column);
    }

    private boolean values(String column) {
        NotContent declaration = declaration(column);
        return declaration != null && declaration.values();
    }

    private String key() {
        return "`" + table.key() + "`";
    }

    private String name(String column) {
        return table.schema() + "." + table.table() + "." + SqlIdentifier.shown(column);
    }
}
