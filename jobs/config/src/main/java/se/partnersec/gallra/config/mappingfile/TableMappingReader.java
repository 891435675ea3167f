package se.partnersec.gallra.config.mappingfile;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping.EpochUnit;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.yaml.SqlIdentifier;
import se.partnersec.gallra.config.yaml.YamlMapping;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;

/**
 * Reads the parts that the blocks of the mapping file have in common. A part with a fault is read as an empty name: the
 * fault is noted, and the file refused, before anybody could use it.
 */
final class TableMappingReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    static final Set<ScopeType> PERSONS = Set.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE);
    private static final String WRONG = "";
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");

    private final YamlMapping block;
    private final @Nullable String outerSchema;

    /** @param outerSchema the schema of the block around this one */
    TableMappingReader(YamlMapping block, @Nullable String outerSchema) {
        this.block = block;
        this.outerSchema = outerSchema;
    }

    /** Every key must be known, and table and key be there. */
    TableMappingReader allow(Set<String> required, Set<String> optional) {
        Set<String> all = new LinkedHashSet<>(required);
        all.addAll(optional);
        all.addAll(Set.of("schema", "table", "key"));
        block.allowOnly(all);
        List<String> needed = new ArrayList<>(List.of("table", "key"));
        needed.addAll(required);
        block.require(needed);
        return this;
    }

    YamlMapping block() {
        return block;
    }

    String schema() {
        if (block.has("schema")) {
            String own = SqlIdentifier.schema(block);
            return own == null ? WRONG : own;
        }
        if (outerSchema == null) {
            block.fault("table", SENTENCES.say("mappingfile.no-schema-give-schema-here-top", block.name()));
            return WRONG;
        }
        return outerSchema;
    }

    String name(String key) {
        String name = SqlIdentifier.read(block, key);
        return name == null ? WRONG : name;
    }

    int line() {
        return block.line("table");
    }

    /** Whether a key says the one word it may say. */
    static boolean says(YamlMapping block, String key, String word) {
        String text = block.text(key);
        if (text != null && !text.equals(word)) {
            block.fault(
                    key,
                    SENTENCES.say(
                            "mappingfile.can-only-say-remove-if-not",
                            key,
                            block.name(),
                            word,
                            SqlIdentifier.shown(text)));
        }
        return text != null;
    }

    Map<String, ColumnMapping> columns(RequiredRoles needs) {
        Map<String, ColumnMapping> columns = new LinkedHashMap<>();
        if (!block.has("columns") && needs.required().isEmpty()) {
            return columns;
        }
        block.require(List.of("columns"));
        YamlMapping named = block.block("columns");
        if (named == null) {
            return columns;
        }
        named.allowOnly(needs.all());
        named.require(needs.required().stream().sorted().toList());
        for (String role : named.keys()) {
            if (needs.all().contains(role)) {
                columns.put(role, column(named, role, needs.words().getOrDefault(role, Set.of())));
            }
        }
        return columns;
    }

    /** @param words all that mean something in it; empty where any may */
    private static ColumnMapping column(YamlMapping columns, String role, Set<String> words) {
        boolean time = role.endsWith("_at");
        if (!columns.isBlock(role)) {
            if (time && columns.text(role) != null) {
                columns.fault(role, SENTENCES.say("mappingfile.time-write-column-zone-europe-stockholm", role));
            }
            String name = SqlIdentifier.read(columns, role);
            return new ColumnMapping(name == null ? WRONG : name, null, null, columns.line(role));
        }
        YamlMapping column = columns.block(role);
        if (column == null) {
            throw new IllegalStateException("a block that is none. Indicates a bug");
        }
        column.allowOnly(Set.of("column", "zone", "unit", "values"));
        column.require(List.of("column"));
        if (time && column.has("values")) {
            columns.fault(role, SENTENCES.say("mappingfile.time-which-values-mean-nothing-remove", role));
        } else if (role.endsWith("_on") || (!time && (column.has("zone") || column.has("unit")))) {
            columns.fault(role, SENTENCES.say("mappingfile.no-time-write-column-without-zone", role, role));
        } else if (!time) {
            column.require(List.of("values"));
        } else if (column.has("zone") && column.has("unit")) {
            columns.fault(role, SENTENCES.say("mappingfile.zone-unit-counter-always-utc-so", role));
        } else if (!column.has("zone") && !column.has("unit")) {
            columns.fault(role, SENTENCES.say("mappingfile.neither-zone-nor-unit-say-what", role));
        }
        String name = SqlIdentifier.read(column, "column");
        return new ColumnMapping(
                name == null ? WRONG : name, zone(column), unit(column), values(column, words), columns.line(role));
    }

    private static Map<String, String> values(YamlMapping column, Set<String> words) {
        YamlMapping block = column.block("values");
        if (block == null) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String value : block.keys()) {
            String meaning = block.text(value);
            if (CONTROL.matcher(value + meaning).find()) {
                block.fault(
                        value,
                        SENTENCES.say(
                                "mappingfile.meaning-holds-control-character-remove", SqlIdentifier.shown(value)));
            }
            if (meaning != null
                    && !words.isEmpty()
                    && !words.contains(meaning)
                    && !meaning.equals(ColumnMapping.KEEP)) {
                block.fault(
                        value,
                        SENTENCES.say(
                                "mappingfile.values-means-nothing-known-keep-which",
                                SqlIdentifier.shown(meaning),
                                Spelling.meant(meaning, words),
                                String.join(", ", words.stream().sorted().toList())));
            }
            values.put(value, meaning == null ? WRONG : meaning);
        }
        return Map.copyOf(values);
    }

    private static @Nullable ZoneId zone(YamlMapping column) {
        String zone = column.text("zone");
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            column.fault(
                    "zone",
                    SENTENCES.say(
                            "mappingfile.there-no-time-zone-write-one", SqlIdentifier.shown(zone == null ? "" : zone)));
            return null;
        }
    }

    private static @Nullable EpochUnit unit(YamlMapping column) {
        String unit = column.text("unit");
        if (unit == null || unit.equals("seconds") || unit.equals("milliseconds")) {
            return unit == null ? null : unit.equals("seconds") ? EpochUnit.SECONDS : EpochUnit.MILLISECONDS;
        }
        column.fault("unit", SENTENCES.say("mappingfile.unit-must-seconds-milliseconds", SqlIdentifier.shown(unit)));
        return null;
    }

    Map<String, List<String>> scopes() {
        Map<String, List<String>> scopes = new LinkedHashMap<>();
        YamlMapping kinds = block.block("scopes");
        if (kinds == null) {
            return scopes;
        }
        Set<String> known = new LinkedHashSet<>();
        PERSONS.forEach(kind -> known.add(kind.id()));
        kinds.allowOnly(known);
        for (String kind : kinds.keys()) {
            if (known.contains(kind)) {
                scopes.put(kind, names(kinds, kind));
            }
        }
        return scopes;
    }

    /** A list of different plain names; absent is empty. */
    static List<String> names(YamlMapping block, String key) {
        List<String> names = block.texts(key);
        if (names == null) {
            return List.of();
        }
        names.forEach(name -> SqlIdentifier.passes(block, key, name));
        if (Set.copyOf(names).size() < names.size()) {
            block.fault(key, SENTENCES.say("mappingfile.names-column-twice-keep-one", key));
        }
        return List.copyOf(names);
    }
}
