package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What is said about the work, for programs that collect logs. */
class EcsLogLineTest {
    private static final Map<String, String> ECS = Map.of("GALLRA_LOG_FORMAT", "ecs");

    private final ScriptedServices services =
            new ScriptedServices().on("now", args -> Instant.parse("2026-11-24T02:00:00.1239Z"));

    private Typed type(Map<String, String> environment, String line) {
        return Typed.command(services, environment, Typed::refusal, line.split(" "));
    }

    @Test
    void every_line_is_one_object_with_time_level_and_run() {
        services.on("run", args -> {
            RunWatcher watcher = ((RunSession) Objects.requireNonNull(args[2])).watcher();
            watcher.started(CategoryIds.IP_LOGS, 1844, 100, 0);
            watcher.moved(CategoryIds.IP_LOGS, 50, 50);
            watcher.stands(CategoryIds.IP_LOGS, "waits: \"lag\"");
            return List.of(new RunResult(
                    CategoryIds.IP_LOGS,
                    1844,
                    ScriptedServices.TODAY,
                    ExitCode.DONE,
                    new Outcome.Counts(),
                    false,
                    null));
        });
        Typed answer = type(ECS, "--plain run ip-logs");

        assertThat(answer.exit()).as(answer.err()).isZero();
        List<String> lines = answer.err().lines().toList();
        assertThat(lines).hasSizeGreaterThan(3).allSatisfy(EcsLogLineTest::parses);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"@timestamp\":\"2026-11-24T02:00:00.123Z\",\"log\":{\"level\":\"INFO\"")
                        .contains("\"service\":{\"name\":\"gallra\"}", "\"ecs\":{\"version\":\"8.11\"}"));
        assertThat(lines.get(1)).contains("\"gallra\":{\"category\":\"ip-logs\",\"run_id\":1844}");
        assertThat(answer.err()).contains("waits: \\\"lag\\\"");
        assertThat(answer.out()).startsWith("Category").doesNotContain("@timestamp");
    }

    private static void parses(String line) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            int depth = 0;
            do {
                JsonToken token = Objects.requireNonNull(parser.nextToken());
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void a_refusal_is_a_warning_and_an_unknown_form_is_refused() {
        Typed refused = type(ECS, "run nothing");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err().lines()).allSatisfy(EcsLogLineTest::parses);
        assertThat(refused.err()).contains("\"level\":\"WARN\"", "there is no category 'nothing'");
        Typed unknown = type(Map.of("GALLRA_LOG_FORMAT", "xml"), "status");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("GALLRA_LOG_FORMAT is 'xml': set it to ecs, or leave it out");
        assertThat(services.asked()).as("nothing was begun").isEmpty();
    }
}
