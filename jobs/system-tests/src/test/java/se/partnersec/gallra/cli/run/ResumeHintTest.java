package se.partnersec.gallra.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.CategoryIds;

/** A run that failed ends with the command that goes on with it, and with one that is not refused. */
class ResumeHintTest {
    private static String said(String... open) {
        ScriptedServices services = new ScriptedServices().replays(open);
        services.on(
                "run",
                args -> List.of(new RunResult(
                        CategoryIds.IP_LOGS,
                        7,
                        ScriptedServices.TODAY,
                        ExitCode.FAILED,
                        new Outcome.Counts(),
                        false,
                        "the disk is full. To continue: gallra runs restart 7")));
        Typed typed = Typed.command(services, Map.of(), Typed::refusal, "--plain", "run", "ip-logs");
        assertThat(typed.exit()).isEqualTo(5);
        return typed.out();
    }

    @Test
    void a_run_that_failed_is_restarted() {
        assertThat(said()).contains("the disk is full", "To continue: gallra runs restart 7");
    }

    @Test
    void while_a_replay_is_open_it_goes_on_with_the_replay() {
        assertThat(said("p-1", "p-2"))
                .contains("the disk is full", "To continue: gallra ledger replay run p-2 --ledger FILE")
                .doesNotContain("runs restart");
    }
}
