package se.partnersec.gallra.policy.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.policy.decision.ShippedPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.CategoryIds;

class ProcessingRegisterTest {
    private static final Map<DataCategory, List<String>> COPIES =
            Map.of(CategoryIds.IP_LOGS, List.of("Driften (siem)", "Revisorn (export)"));

    private static List<List<String>> lines(String language) {
        return new ProcessingRegister(ShippedPolicy.POLICY, Locale.forLanguageTag(language)).lines(COPIES);
    }

    @Test
    void has_a_line_for_every_category_in_their_order_and_no_empty_cell() {
        for (String language : List.of("sv", "en")) {
            List<List<String>> lines = lines(language);
            assertThat(lines).hasSize(CategoryIds.ALL.size() + 1);
            assertThat(lines).allSatisfy(line -> assertThat(line).hasSize(12).doesNotContain(""));
            assertThat(lines.stream().skip(1).map(line -> line.get(0)))
                    .containsExactlyElementsOf(CategoryIds.KNOWN.names().stream()
                            .map(DataCategory::id)
                            .toList());
        }
    }

    @Test
    void says_of_ip_logs_what_the_policy_and_the_mapping_say() {
        assertThat(lines("en").get(3))
                .startsWith(
                        "ip-logs", "IP logs", "finding faults when problems arise", "GDPR 6(1)(f)", "its collection")
                .contains("none", "180 days", "erase", "Driften (siem); Revisorn (export)")
                .contains("GDPR 5(1)(e); LEK 9 kap. 1 §")
                .last()
                .asString()
                .startsWith("Vi sparar information inkommande trafik");
        assertThat(lines("sv").get(3)).contains("IP-loggar", "ingen", "180 dagar", "radera");
        assertThat(lines("sv").get(1)).contains("3 dagar", "28 dagar", "inga angivna");
    }

    @Test
    void gives_both_languages_other_words() {
        assertThat(lines("sv").get(0)).doesNotContainAnyElementsOf(lines("en").get(0));
    }
}
