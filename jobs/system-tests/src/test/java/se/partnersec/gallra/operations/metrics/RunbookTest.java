package se.partnersec.gallra.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken at night finds the page of the alert, with all its parts, and metrics that exist. */
class RunbookTest {
    private static final List<String> PARTS = List.of("Symptom", "Metric", "Action", "Verification");

    /** By the alert's name. */
    private static Map<String, String> pages(String readme) {
        Map<String, String> pages = new TreeMap<>();
        String[] parts = readme.split("(?m)^### ");
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            String[] page = part.split("\n", 2);
            pages.put(page[0].strip(), page[1]);
        }
        return pages;
    }

    private static List<String> faults(List<String> alerts, Map<String, String> pages) {
        List<String> faults = new ArrayList<>();
        alerts.stream().filter(alert -> !pages.containsKey(alert)).forEach(alert -> faults.add(alert + " has no page"));
        pages.forEach((name, page) -> {
            if (!alerts.contains(name)) {
                faults.add("no alert is called " + name);
            }
            PARTS.stream()
                    .filter(part -> !page.contains("- **" + part + ":** "))
                    .forEach(part -> faults.add(name + " lacks " + part));
        });
        return faults;
    }

    private static List<String> alerts() {
        return Monitoring.rules().stream()
                .map(rule -> String.valueOf(rule.get("alert")))
                .toList();
    }

    @Test
    void every_alert_has_its_page_and_every_page_its_alert() {
        assertThat(faults(alerts(), pages(Monitoring.text(Monitoring.PAGES)))).isEmpty();
        assertThat(alerts()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    @Test
    void a_missing_page_a_page_too_many_and_a_missing_part_are_found() {
        String one = "# x\n### GallraOverdue\n- **Symptom:** a\n- **Metric:** b\n- **Action:** c\n";
        assertThat(faults(List.of("GallraOverdue", "GallraOther"), pages(one)))
                .containsExactly("GallraOther has no page", "GallraOverdue lacks Verification");
        assertThat(faults(List.of(), pages(one + "- **Verification:** d\n")))
                .containsExactly("no alert is called GallraOverdue");
    }

    @Test
    void every_alert_links_to_its_page_and_says_how_bad_it_is() {
        for (Map<String, Object> rule : Monitoring.rules()) {
            String name = String.valueOf(rule.get("alert"));
            assertThat(String.valueOf(rule.get("annotations")))
                    .as(name)
                    .contains("runbook_url=job-config/docs/runbook.md#" + name.toLowerCase(Locale.ROOT) + "}")
                    .contains("summary=");
            assertThat(String.valueOf(rule.get("labels"))).as(name).matches("\\{severity=(critical|warning)}");
        }
    }

    @Test
    void every_alert_is_tried_with_and_without_firing() {
        String tests = Monitoring.text(Monitoring.FOLDER.resolve("gallra.rules.test.yml"));
        for (String alert : alerts()) {
            assertThat(tests)
                    .as(alert)
                    .contains("alertname: " + alert + ", exp_alerts: []}")
                    .containsPattern("alertname: " + alert + "\n\\s+exp_alerts:\n");
        }
    }

    @Test
    void every_metric_of_rules_and_pages_exists() {
        for (Map<String, Object> rule : Monitoring.rules()) {
            assertThat(Monitoring.metricsIn(String.valueOf(rule.get("expr"))))
                    .as(String.valueOf(rule.get("alert")))
                    .isNotEmpty()
                    .isSubsetOf(Monitoring.known());
        }
        assertThat(Monitoring.metricsIn(Monitoring.text(Monitoring.PAGES)))
                .as("job-config/docs/runbook.md")
                .isNotEmpty()
                .isSubsetOf(Monitoring.known());
        assertThat(Monitoring.known()).doesNotContain("gallra_overdue_record");
    }

    @Test
    void names_are_as_prometheus_wants_them() {
        assertThat(Monitoring.known()).allMatch(name -> name.matches("gallra_[a-z]+(_[a-z]+)*"));
        assertThat(Arrays.stream(MetricDefinition.values())
                        .map(MetricDefinition::fullName)
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(MetricDefinition.values());
    }
}
