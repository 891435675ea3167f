package se.partnersec.gallra.config.mappingfile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the block {@code books} of the mapping file. */
final class BooksMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final RequiredRoles COLUMNS =
            new RequiredRoles(Set.of("series", "number", "booked_on", "amount", "invoice_no"), Set.of("concerns_on"));
    private static final String AGE = "max-age-hours";
    private static final String DROP = "max-drop-percent";

    private BooksMappingReader() {}

    static @Nullable BooksMapping read(@Nullable YamlMapping block, @Nullable String outerSchema) {
        if (block == null) {
            return null;
        }
        TableMappingReader table =
                new TableMappingReader(block, outerSchema).allow(Set.of("columns"), Set.of(AGE, DROP));
        Map<String, ColumnMapping> columns = table.columns(COLUMNS);
        columns.forEach((role, column) -> {
            if (column.isTime() || !column.values().isEmpty()) {
                block.fault("columns", SENTENCES.say("mappingfile.books-must-plain-column-write-name", role, role));
            }
        });
        TableMapping mapping = new TableMapping(
                "books",
                table.schema(),
                table.name("table"),
                table.name("key"),
                null,
                null,
                true,
                columns,
                Map.of(),
                null,
                false,
                List.of(),
                false,
                table.line());
        return new BooksMapping(mapping, within(block, AGE, 1, 8760), within(block, DROP, 0, 99));
    }

    private static @Nullable Integer within(YamlMapping block, String key, int least, int most) {
        Integer value = block.number(key);
        if (value != null && (value < least || value > most)) {
            block.fault(key, SENTENCES.say("mappingfile.books-must-lie-between", key, least, most, value));
        }
        return value;
    }
}
