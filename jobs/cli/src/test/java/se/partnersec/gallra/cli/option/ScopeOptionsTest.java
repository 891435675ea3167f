package se.partnersec.gallra.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Keys of holds, as people type them. */
class ScopeOptionsTest {
    @Command
    static final class Typed {
        @ArgGroup(multiplicity = "1")
        private ScopeOptions scope = new ScopeOptions();
    }

    @ParameterizedTest
    @CsvSource({
        "--user, id:13, 13",
        "--user, ' id:13', 13",
        "--customer, id:7, 7",
        "--invoice, id:5, 5",
        "--user, id:, id:",
        "--user, idun@exempel.se, idun@exempel.se",
        "--object, id:1, id:1",
    })
    void a_key_may_be_written_as_requests_write_it(String option, String typed, String key) {
        Typed command = new Typed();
        CommandLine line = new CommandLine(command);
        line.parseArgs(option, typed);
        assertThat(command.scope.scope(line.getCommandSpec()).key()).isEqualTo(key);
    }
}
