package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody types is refused where it holds a character that the next reader would not see; nothing is asked of the servers. */
class HiddenInputTest {
    private static final String[] HIDDEN = {"\u001B[2J", "\n", "\u202E", "\u2028", "\u0085", "\uD800"};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holds add --type dispute --customer K1 --review-by 2027-01-01 --reason #",
                "holds add --type dispute --customer # --review-by 2027-01-01 --reason r",
                "holds add --type dispute --record ip-logs:# --review-by 2027-01-01 --reason r",
                "holds add --type dispute --user u --review-by 2027-01-01 --basis # --reason r",
                "holds release H-1 --reason #",
                "holds find --invoice #",
                "holds find --user #",
                "holds import --csv #.csv",
                "holds import --sie #.se",
                "holds permits add --reference # --invoice 1 --from 2026-01-01 --reason r",
                "holds reconcile --sign-off --note #",
                "approvals withdraw A-1 --reason #",
                "runs pause 7 --reason #",
                "runs stop --all --reason #",
                "runs resume --all --reason #",
                "runs allow ip-logs --reason #",
                "fraud block 192.0.2.1 --reason # --review-by 2027-01-01",
                "fraud lift 192.0.2.1 --reason #",
                "requests add --type erasure --user # --received 2026-11-20",
                "requests decide R-1 --accept --identity-verified #",
                "requests decide R-1 --refuse --law # --reason r",
                "requests extend R-1 --reason #",
                "explain chat-logs:#",
                "suppressed anna@#.se",
                "report holds -o #.csv",
                "certificate --run 1 -o #.pdf",
                "ledger export #",
                "ledger proof ip-logs # -o x"
            })
    void is_refused_in_every_free_text(String command) {
        for (String hidden : HIDDEN) {
            ScriptedServices services = new ScriptedServices();
            String[] args = Arrays.stream(command.split(" "))
                    .map(arg -> arg.replace("#", "åb" + hidden + "c"))
                    .toArray(String[]::new);

            Typed answer = Typed.command(services, args);

            assertThat(answer.exit()).as(command).isEqualTo(2);
            assertThat(services.asked()).as(command).isEmpty();
            assertThat(answer.err())
                    .as(command)
                    .contains("holds the character \\u", " at position ", "which nobody would see")
                    .doesNotContain(hidden.equals("\n") ? "åb\n" : hidden);
        }
    }

    @Test
    void says_which_argument_and_where() {
        assertThat(Typed.command(new ScriptedServices(), "holds", "release", "H-1", "--reason", "gör \u0007 klart")
                        .err())
                .contains(
                        "argument 5 of the command line, 'gör \\u0007 klart', holds the character \\u0007 at position 5");
    }

    @Test
    void is_refused_in_a_file_of_arguments_too(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("words"), "holds release H-1 --reason 'a\u202Eb'");
        assertThat(Typed.command(new ScriptedServices(), "@" + file).exit()).isEqualTo(2);
    }
}
