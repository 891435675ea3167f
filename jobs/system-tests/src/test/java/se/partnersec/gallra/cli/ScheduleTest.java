package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.support.exit.ExitCode;

/** What the shipped schedules say is what the program understands. Whether systemd understands them, .ci/run asks it. */
class ScheduleTest {
    private static final Path FOLDER = Path.of("..", "..", "job-config", "schedule");
    private static final String PROGRAM = "/opt/gallra/scripts/gallra ";

    /** Only these may go better by themselves; a retry of anything else hides what a person should see. */
    private static final Set<ExitCode> RETRIED = Set.of(ExitCode.DONE, ExitCode.ENVIRONMENT, ExitCode.FAILED);

    private static List<String> commands(Path folder) throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : lines(folder)) {
            int at = line.indexOf(PROGRAM);
            if (at >= 0 && !line.startsWith("#")) {
                commands.add(line.substring(at + PROGRAM.length())
                        .replaceFirst(" 2>&1.*", "")
                        .strip());
            }
        }
        return commands;
    }

    @Test
    void cron_does_what_systemd_does() throws IOException {
        assertThat(commands(FOLDER.resolve("cron")))
                .containsExactlyInAnyOrderElementsOf(commands(FOLDER.resolve("systemd")));
    }

    @Test
    void every_command_line_is_understood() throws IOException {
        List<String> commands = commands(FOLDER);
        assertThat(commands)
                .contains(
                        "--plain run --all",
                        "--plain status --check",
                        "--plain ledger verify",
                        "--plain ledger seal --watch --copy /var/lib/gallra-ledger/ledger.txt");
        for (String command : commands) {
            Typed answer = Typed.command(new ScriptedServices(), (command + " --help").split(" "));
            assertThat(answer.exit()).as(command + ": " + answer.err()).isZero();
        }
    }

    @Test
    void only_what_may_go_better_by_itself_is_tried_again() throws IOException {
        List<String> all = lines(FOLDER).stream()
                .filter(line -> line.startsWith("RestartPreventExitStatus="))
                .toList();
        String watch = "RestartPreventExitStatus=1 2 3";
        List<String> never = all.stream().filter(line -> !line.equals(watch)).toList();

        // Where runs are stopped or no window is open, the watch goes on later; the console and the worker where their
        // database
        // comes back.
        assertThat(all)
                .as("those of the watch, the console and the worker")
                .hasSize(5)
                .contains(watch);
        assertThat(never).as("of runs and of sealing, and the same").hasSize(2);
        assertThat(never.get(1)).isEqualTo(never.get(0));
        assertThat(Arrays.stream(never.get(0).split("=", 2)[1].split(" ")).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(ExitCode.values())
                        .filter(code -> !RETRIED.contains(code))
                        .map(code -> String.valueOf(code.number()))
                        .collect(Collectors.toSet()));
    }

    /** In one unit the first that fails would keep the ledger from being looked at; and an interrupted run is told of, as by cron. */
    @Test
    void the_morning_asks_both_and_tells_of_each() throws IOException {
        List<String> check = Files.readAllLines(FOLDER.resolve("systemd/gallra-check.service"));
        List<String> verify = Files.readAllLines(FOLDER.resolve("systemd/gallra-verify.service"));
        assertThat(check)
                .contains(
                        "Wants=network-online.target gallra-verify.service",
                        "ExecStart=/opt/gallra/scripts/gallra --plain status --check");
        assertThat(verify).contains("ExecStart=/opt/gallra/scripts/gallra --plain ledger verify");
        for (List<String> unit : List.of(check, verify)) {
            assertThat(unit)
                    .contains("OnFailure=gallra-notify@%n.service")
                    .noneMatch(line -> line.startsWith("SuccessExitStatus"));
            assertThat(unit.stream().filter(line -> line.startsWith("ExecStart=")))
                    .hasSize(1);
        }
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
