package se.partnersec.gallra.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The dashboard as Grafana takes it; that every metric in it is collected is for {@link MetricCollectorIT}. */
class DashboardTest {
    @Test
    void has_its_rows_its_variables_and_a_title_for_each_panel() {
        Map<String, Object> dashboard = Monitoring.dashboard();
        List<Map<String, Object>> panels = Monitoring.list(dashboard, "panels");
        assertThat(panels.stream().filter(p -> "row".equals(p.get("type"))).map(p -> p.get("title")))
                .containsExactly("Compliance", "Runs", "Throughput", "Holds", "Guards and ledger");
        assertThat(Monitoring.list(Monitoring.map(dashboard, "templating"), "list").stream()
                        .map(v -> v.get("name") + " " + v.get("type")))
                .containsExactly("datasource datasource", "category query");
        assertThat(panels)
                .allSatisfy(
                        panel -> assertThat(String.valueOf(panel.get("title"))).isNotBlank());
        assertThat(panels.stream().map(p -> p.get("id"))).doesNotHaveDuplicates();
    }

    @Test
    void names_no_source_of_one_machine_and_no_other_metrics() {
        Map<String, Object> dashboard = Monitoring.dashboard();
        for (Map<String, Object> panel : Monitoring.list(dashboard, "panels")) {
            for (Map<String, Object> target : Monitoring.list(panel, "targets")) {
                assertThat(Monitoring.map(target, "datasource")).containsEntry("uid", "${datasource}");
                assertThat(Monitoring.metricsIn(String.valueOf(target.get("expr"))))
                        .as(String.valueOf(panel.get("title")))
                        .isNotEmpty()
                        .isSubsetOf(Monitoring.known());
            }
        }
        assertThat(Monitoring.dashboardMetrics()).hasSizeGreaterThan(20);
    }

    @Test
    void every_metric_is_on_the_dashboard() {
        assertThat(Monitoring.dashboardMetrics()).containsExactlyInAnyOrderElementsOf(Monitoring.known());
    }
}
