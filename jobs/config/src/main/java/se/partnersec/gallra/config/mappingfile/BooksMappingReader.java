package se.partnersec.gallra.config.mappingfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.support.text.Sentences;

/** Reads the blocks {@code books} and {@code entities} of the mapping file: what finance keeps, and for whom. */
final class BooksMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final RequiredRoles COLUMNS =
            new RequiredRoles(Set.of("series", "number", "booked_on", "amount", "invoice_no"), Set.of("concerns_on"));
    private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final String NUMBER = "org-no";
    private static final int DIGITS = 10;
    private static final String AGE = "max-age-hours";
    private static final String DROP = "max-drop-percent";

    private BooksMappingReader() {}

    /** None, or two and more. */
    static LegalEntities entities(@Nullable YamlMapping block) {
        List<LegalEntities.Entity> all = new ArrayList<>();
        if (block == null) {
            return LegalEntities.ONE;
        }
        for (String code : block.keys()) {
            if (!CODE.matcher(code).matches()) {
                block.fault(code, SENTENCES.say("mappingfile.entity-must-short-word", SqlIdentifier.shown(code)));
            }
            YamlMapping one = block.block(code);
            if (one != null) {
                one.allowOnly(Set.of("name", NUMBER));
                one.require(List.of("name", NUMBER));
                String name = one.text("name");
                all.add(new LegalEntities.Entity(code, name == null ? "" : name, number(one, code, all)));
            }
        }
        if (block.keys().size() < 2) {
            block.fault("", SENTENCES.say("mappingfile.entities-names-one"));
        }
        return new LegalEntities(all);
    }

    private static String number(YamlMapping one, String code, List<LegalEntities.Entity> before) {
        String given = one.text(NUMBER);
        String digits = given == null ? "" : LegalEntities.digits(given);
        if (given != null && digits.length() != DIGITS) {
            one.fault(NUMBER, SENTENCES.say("mappingfile.entity-number-ten-digits", code, SqlIdentifier.shown(given)));
        } else if (given != null
                && before.stream().anyMatch(each -> each.orgNo().equals(digits))) {
            one.fault(NUMBER, SENTENCES.say("mappingfile.entity-number-twice", code));
        }
        return digits;
    }

    static @Nullable BooksMapping read(
            @Nullable YamlMapping block, LegalEntities entities, @Nullable String outerSchema) {
        if (block == null) {
            return null;
        }
        TableMappingReader table =
                new TableMappingReader(block, outerSchema).allow(Set.of("columns"), Set.of(AGE, DROP));
        Map<String, ColumnMapping> columns = table.columns(
                entities.several() ? COLUMNS.with(LegalEntities.ROLE).saying(words(entities)) : COLUMNS);
        if (entities.several() && !columns.containsKey(LegalEntities.ROLE)) {
            block.fault("columns", SENTENCES.say("mappingfile.books-need-entity"));
        }
        columns.forEach((role, column) -> {
            if (column.isTime()
                    || !role.equals(LegalEntities.ROLE) && !column.values().isEmpty()) {
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

    private static Map<String, Set<String>> words(LegalEntities entities) {
        return Map.of(
                LegalEntities.ROLE,
                entities.all().stream().map(LegalEntities.Entity::code).collect(Collectors.toSet()));
    }

    private static @Nullable Integer within(YamlMapping block, String key, int least, int most) {
        Integer value = block.number(key);
        if (value != null && (value < least || value > most)) {
            block.fault(key, SENTENCES.say("mappingfile.books-must-lie-between", key, least, most, value));
        }
        return value;
    }
}
