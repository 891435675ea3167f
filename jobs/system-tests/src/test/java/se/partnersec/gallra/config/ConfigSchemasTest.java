package se.partnersec.gallra.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.json.JsonText;
import se.partnersec.gallra.testing.JsonSchemas;

/** The JSON Schemas of the configuration files, which editors read. */
class ConfigSchemasTest {
    private static final Path FOLDER = Path.of("../../job-config");

    private static List<String> faults(String file, String text) {
        return JsonSchemas.faults(file, text, InputFormat.YAML);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "sources", "limits", "throttle", "copies", "own-data", "register"})
    void the_shipped_file_goes_by_its_schema_and_names_it(String file) throws IOException {
        String text = Files.readString(FOLDER.resolve(file + ".yml"));
        assertThat(faults(file, text)).isEmpty();
        assertThat(text).startsWith("# yaml-language-server: $schema=schemas/" + file + ".schema.json\n");
    }

    @Test
    void a_mapping_with_other_names_goes_by_the_schema() throws IOException {
        assertThat(faults("sources", Files.readString(Path.of("src/test/resources/other-names/sources.yml"))))
                .isEmpty();
    }

    /** The control: what {@code policy check} refuses because of its form, an editor underlines. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy | period: P28D | period: 28 days",
                "policy | kind: RANGE | kind: RANG",
                "policy | tolerance: P2D | tolerence: P2D",
                "policy | time-bar: review | time-bar: maybe",
                "policy | chat-logs: | chatlogs:",
                "limits | max-records: 1000000 | max-records: many",
                "limits | plan-hours: 24 | plan-hours: 745",
                "limits | few: 1000 | fewer: 1000",
                "throttle | windows: any | windows: [\"25-26\"]",
                "throttle | chunk-time: 250 | chunk-time: 19",
                "copies | binary-log: not declared | binary-log: 30 days",
                "own-data | findings: P3Y | findings: forever",
                "own-data | audit: P10Y | audits: P10Y",
                "register | transfers: not declared | transfers: perhaps",
                "register | contact: not declared | contacts: not declared",
                "sources | unit: milliseconds | unit: minutes",
                "sources | key: id | keys: id",
                "sources | prefix: calls/ | prefix: /calls",
                "sources | none, instead: detach | none, instead: delete",
                "sources | days: 14 | days: 91",
                "sources | chat-logs: | chats:",
            })
    void what_is_wrong_is_noticed(String file, String good, String bad) throws IOException {
        String text = Files.readString(FOLDER.resolve(file + ".yml"));
        String changed = text.replaceFirst(good, bad);
        assertThat(changed).isNotEqualTo(text);
        assertThat(faults(file, changed)).isNotEmpty();
    }

    @Test
    void the_schemas_know_the_categories_there_are() throws IOException {
        Map<String, @Nullable Object> policy =
                JsonText.read(Files.readString(JsonSchemas.FOLDER.resolve("policy.schema.json")));
        assertThat(property(property(policy, "properties"), "categories"))
                .extractingByKey("required")
                .asList()
                .containsExactlyInAnyOrderElementsOf(Categories.registry().names().stream()
                        .map(DataCategory::id)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> property(Map<String, @Nullable Object> block, String name) {
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(block.get(name));
    }
}
