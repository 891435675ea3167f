package se.partnersec.gallra.operations.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is shipped for monitoring: rules, dashboard, pages. */
final class Monitoring {
    static final Path FOLDER = Path.of("..", "..", "job-config", "monitoring");
    static final Path PAGES = Path.of("..", "..", "job-config", "docs", "runbook.md");
    private static final Pattern METRIC = Pattern.compile("gallra_[a-z_]+");

    private Monitoring() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each rule with its keys: alert, expr, labels, annotations. */
    static List<Map<String, Object>> rules() {
        Map<String, Object> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(text(FOLDER.resolve("gallra.rules.yml")));
        return list(file, "groups").stream()
                .flatMap(group -> list(group, "rules").stream())
                .toList();
    }

    /** JSON is YAML. */
    static Map<String, Object> dashboard() {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(FOLDER.resolve("gallra.json")));
    }

    static Set<String> dashboardMetrics() {
        return list(dashboard(), "panels").stream()
                .flatMap(panel -> list(panel, "targets").stream())
                .flatMap(target -> metricsIn(String.valueOf(target.get("expr"))).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Empty where there is none. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
        return (List<Map<String, Object>>) parent.getOrDefault(name, List.of());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.getOrDefault(name, Map.of());
    }

    static Set<String> metricsIn(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    static Set<String> known() {
        return Arrays.stream(MetricDefinition.values())
                .map(MetricDefinition::fullName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
