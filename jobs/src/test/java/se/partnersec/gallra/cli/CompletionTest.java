package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the printed script offers in a real shell; the last word is the one that is being typed. */
class CompletionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @BeforeAll
    static void print() throws IOException {
        Typed printed = Typed.command(new ScriptedRooms(), "completion");
        assertThat(printed.exit()).isZero();
        Files.writeString(folder.resolve("gallra.sh"), printed.out());
    }

    @ParameterizedTest(name = "gallra {0}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "ru, run runs",
                "run ip-lo, ip-logs ip-log-files",
                "run --as, --as-of",
                "run --all --ra, --rate",
                "runs list --category ch, chat-logs",
                "holds fi, find",
                "bucket lint --as rea, reader",
                "ledger ve, verify"
            })
    void bash_offers_what_fits(String typed, String offered) throws Exception {
        String script = "source '" + folder.resolve("gallra.sh") + "'; compopt() { :; }; COMP_WORDS=(gallra " + typed
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE};"
                + " complete -p gallra >/dev/null || exit 9; _complete_gallra;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertThat(shell("bash", "--norc", "-c", script)).containsExactlyInAnyOrder(offered.split(" "));
    }

    @Test
    void zsh_takes_the_same_script() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")) || Files.isExecutable(Path.of("/bin/zsh")));
        String script = "autoload -U +X compinit && compinit -u -D; source '" + folder.resolve("gallra.sh")
                + "'; print -r -- ${_comps[gallra]}";
        assertThat(shell("zsh", "-f", "-c", script)).singleElement().asString().contains("_complete_gallra");
    }

    private static List<String> shell(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
