package se.partnersec.gallra.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MetricCollectorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T02:00:00.5Z");
    private static final MetricCollector.Versions VERSIONS = new MetricCollector.Versions("2026-03", "9f2c", "0.1.0");

    private final List<String> faults = new ArrayList<>();

    private static MetricPart due(String category, double records) {
        return new MetricPart(category, figures -> figures.set(MetricDefinition.DUE, records, category));
    }

    private static MetricPart broken(String category) {
        return new MetricPart(category, figures -> {
            figures.set(MetricDefinition.DUE, 99, category);
            throw new IllegalStateException("row 4711 of Anna");
        });
    }

    private static String text(MetricCollector.Collected collected) {
        return new String(collected.figures().text(), StandardCharsets.UTF_8);
    }

    private MetricCollector.Collected collect(Supplier<Instant> clock, MetricPart... records) {
        return new MetricCollector(clock, List.of(), List.of(records), VERSIONS)
                .all((part, why) -> faults.add(part + ": " + MetricCollector.words(why)));
    }

    @Test
    void tells_what_it_saw_in_the_text_format_of_prometheus() {
        assertThat(text(collect(() -> NOW, due("ip-logs", 412_908), due("chat-logs", 0))))
                .contains("# HELP gallra_due_records Records that a run of today would erase or reduce.\n"
                        + "# TYPE gallra_due_records gauge\n"
                        + "gallra_due_records{category=\"chat-logs\"} 0.0\n"
                        + "gallra_due_records{category=\"ip-logs\"} 412908.0\n")
                .contains(
                        "gallra_policy_info{sha=\"9f2c\",version=\"2026-03\"} 1",
                        "gallra_build_info{version=\"0.1.0\"} 1")
                .contains("gallra_collect_errors{part=\"ip-logs\"} 0.0")
                .contains("gallra_collect_timestamp_seconds{look=\"records\"} 1.7954856005E9")
                .doesNotContain("gallra_overdue_records", "gallra_held_records");
    }

    @Test
    void a_part_that_fails_is_absent_as_a_whole_and_hides_no_other() {
        MetricCollector.Collected collected = collect(() -> NOW, broken("ip-logs"), due("chat-logs", 3));
        assertThat(text(collected))
                .contains("gallra_due_records{category=\"chat-logs\"} 3.0")
                .contains(
                        "gallra_collect_errors{part=\"chat-logs\"} 0.0", "gallra_collect_errors{part=\"ip-logs\"} 1.0")
                .doesNotContain("gallra_due_records{category=\"ip-logs\"}", "Anna");
        assertThat(collected.failed()).containsExactly("ip-logs");
        assertThat(faults).containsExactly("ip-logs: unexpected error (IllegalStateException)");
    }

    @Test
    void without_a_database_there_are_no_figures_at_all_also_when_it_goes_away_on_the_way() {
        Deque<Instant> once = new ArrayDeque<>(List.of(NOW));
        Supplier<Instant> going = () -> {
            if (once.isEmpty()) {
                throw new IllegalStateException("gone");
            }
            return once.remove();
        };
        assertThatThrownBy(() -> collect(going, broken("ip-logs"))).hasMessage("gone");
        assertThatThrownBy(() -> collect(going, due("ip-logs", 1))).hasMessage("gone");
    }

    @Test
    void a_label_too_few_is_a_fault_of_ours() {
        assertThatThrownBy(() -> new MetricSnapshot().set(MetricDefinition.DUE, 1))
                .hasMessageContaining("gallra_due_records has 1 labels, and not 0");
    }
}
