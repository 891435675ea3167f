package se.partnersec.gallra.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.operations.metrics.MetricPart;

class MetricsCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ScriptedServices services = new ScriptedServices();

    @BeforeEach
    void figures() {
        figures(List.of());
    }

    private void figures(List<MetricPart> parts) {
        services.on(
                "metrics",
                args -> new MetricCollector(
                        () -> Instant.parse("2026-11-24T02:00:00Z"),
                        parts,
                        List.of(),
                        new MetricCollector.Versions("2026-03", "9f2c", "0.1.0")));
    }

    @Test
    void writes_to_standard_output_or_to_a_file() throws IOException {
        Typed out = Typed.command(services, "metrics");
        assertThat(out.exit()).as(out.err()).isZero();
        assertThat(out.err()).isEmpty();
        assertThat(out.out()).contains("gallra_policy_info{sha=\"9f2c\",version=\"2026-03\"} 1");
        Path file = folder.resolve("gallra.prom");
        Typed written = Typed.command(services, "metrics", "--textfile", file.toString());
        assertThat(written.exit()).as(written.err()).isZero();
        assertThat(written.out()).isEmpty();
        assertThat(written.err()).contains("Wrote " + file);
        assertThat(Files.readString(file)).startsWith("# HELP gallra_").endsWith("\n");
    }

    @Test
    void a_part_that_cannot_be_looked_at_ends_with_10_and_is_named_without_what_it_said() {
        figures(List.of(new MetricPart("ip-logs", figures -> {
            throw new IllegalStateException("row 4711 of Anna");
        })));
        Typed answer = Typed.command(services, "metrics");
        assertThat(answer.exit()).isEqualTo(10);
        assertThat(answer.out()).contains("gallra_collect_errors{part=\"ip-logs\"} 1.0");
        assertThat(answer.err())
                .contains("ip-logs could not be read and is left out: unexpected error (IllegalStateException)")
                .doesNotContain("Anna");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --textfile /nowhere/at/all/x.prom   | is no place for a file
            --textfile /                        | is no place for a file
            --serve --address 0.0.0.0 --port 0  | is open to other machines
            --serve --address 192.0.2.1         | is open to other machines
            --serve --port 70000                | is no port
            --serve --every soon                | is no length of time
            --serve --textfile x.prom           | Give only one of these
            --port 9000                         | --serve
            """)
    void refuses_before_anything_is_asked(String options, String why) {
        Typed answer = Typed.command(services, ("metrics " + options).split(" "));
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains(why);
        assertThat(services.asked()).isEmpty();
    }
}
