package se.partnersec.gallra.config.mappingfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.mapping.DemoNeeds;
import se.partnersec.gallra.config.mapping.InventoryDeclaration;
import se.partnersec.gallra.config.mapping.InventoryDeclaration.NotContent;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.testing.CategoryIds;

/** What the mapping file says of copies, and of everything that no rule is about. */
class DeclaredInSourcesTest {
    private static final String TEXT = """
            schema: s
            identities: {}
            categories:
              ip-logs: {table: t, key: id, columns: {seen_at: {column: x, zone: UTC}}, scopes: none, because: rows name nobody}
            copies:
              siem: {of: [ip-logs], recipient: Driften, contact: siem@exempel.se, days: 7}
            inventory:
              plain-columns:
                t: [service, address]
                other.u: [v]
              out-of-scope:
                tables: {demo_marker: no persons, erp.stock: goods}
                prefixes: {exports/: sums}
              not-content:
                t: {host: our own servers, title: {reason: a number, values: accepted}}
            """;

    private static SourceMapping parse(String text) {
        return SourceMappingReader.parse("sources.yml", text.getBytes(StandardCharsets.UTF_8), DemoNeeds.ALL);
    }

    @Test
    void reads_every_value() {
        SourceMapping sources = parse(TEXT);
        assertThat(sources.copies(CategoryIds.IP_LOGS))
                .containsExactly(new SourceMapping.CopyRecipient(
                        "siem", Set.of(CategoryIds.IP_LOGS), "Driften", "siem@exempel.se", 7));
        assertThat(sources.copies(CategoryIds.CHAT_LOGS)).isEmpty();
        assertThat(sources.declared())
                .isEqualTo(new InventoryDeclaration(
                        Map.of("s.t", Set.of("service", "address"), "other.u", Set.of("v")),
                        Map.of("s.demo_marker", "no persons", "erp.stock", "goods"),
                        Map.of("exports/", "sums"),
                        Map.of(
                                "s.t",
                                Map.of(
                                        "host", new NotContent("our own servers", false),
                                        "title", new NotContent("a number", true)))));
    }

    @Test
    void says_nothing_where_nothing_is_declared() {
        SourceMapping sources = parse(TEXT.substring(0, TEXT.indexOf("copies:")));
        assertThat(sources.copies(CategoryIds.IP_LOGS)).isEmpty();
        assertThat(sources.declared()).isEqualTo(InventoryDeclaration.NOTHING);
    }

    @Test
    void the_shipped_file_declares_one_copy_and_the_rest_of_the_demo() {
        SourceMapping shipped =
                SourceMappingReader.read(Path.of("..", "..", "job-config", "sources.yml"), DemoNeeds.ALL);
        assertThat(shipped.copies())
                .containsExactly(new SourceMapping.CopyRecipient(
                        "training",
                        Set.of(CategoryIds.CALL_RECORDINGS),
                        "Utbildningen på kundtjänst",
                        "utbildning@exempel.se",
                        14));
        assertThat(shipped.declared().tables()).containsOnlyKeys("partnersec.demo_marker");
        assertThat(shipped.declared().notContent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "days: 7| days: 8",
                "recipient: Driften| recipient: Drift",
                "contact: siem@| contact: soc@",
                "siem:| soc:",
                "address]| adress]",
                "goods| other goods",
                "exports/| export/",
                "our own servers| ours",
                "values: accepted| reason2"
            })
    void is_another_version_with_every_value(String old, String changed) {
        String text = changed.equals("reason2")
                ? TEXT.replace("{reason: a number, values: accepted}", "{reason: a number}")
                : TEXT.replace(old, changed.strip());
        assertThat(text).isNotEqualTo(TEXT);
        assertThat(parse(text).canonical()).isNotEqualTo(parse(TEXT).canonical());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "days: 7| days: 0| 'days' in 'siem' must lie between 1 and 90, was 0",
                "days: 7| days: 91| was 91",
                "~, days: 7~| ~~| 'days' is missing in 'siem'",
                "of: [ip-logs]| of: [chat-logs]| 'chat-logs' in 'of' of 'siem' is no mapped category",
                "of: [ip-logs]| of: ip-logs| 'of' in 'siem' must be a list",
                "siem:| Siem!:| must be a short word of a to z",
                "recipient: Driften| recipient: \"a\\nb\"| 'recipient' in 'siem' must be one line",
                "contact:| phone:| unknown key 'phone' in 'siem'",
                "[service, address]| [service, service]| names a column twice",
                "t: [service| a b: [service| is no plain name",
                "exports/:| exports:| must end in '/'",
                "demo_marker: no persons| demo_marker: ''| 'demo_marker' in 'tables' is empty",
                "values: accepted| values: yes| can only say 'accepted'",
                "reason: a number| ~~| 'reason' is missing",
                "not-content:| content:| unknown key 'content' in 'inventory'",
                "out-of-scope:| out-of-scoop:| unknown key 'out-of-scoop'"
            })
    void refuses_naming_what_is_wrong(String old, String changed, String words) {
        String text = old.startsWith("reason")
                ? TEXT.replace("reason: a number, ", "")
                : TEXT.replace(old, changed == null ? "" : changed);
        assertThat(text).isNotEqualTo(TEXT);
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> parse(text));
        assertThat(refused).as("this mapping was accepted: %s", text).isNotNull();
        assertThat(refused).hasMessageContaining(words);
        assertThat(refused.faults())
                .allSatisfy(problem -> assertThat(problem.line()).isPositive());
    }
}
