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
        Typed printed = Typed.command(new ScriptedServices(), "completion");
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

    /**
     * Typed at a terminal of its own, as a person types: letters, the tab key, and at the end of the line the return key. In place of the
     * program stands a function that says what it was called with.
     */
    private static final String TERMINAL = """
            zmodload zsh/zpty || exit 9
            zpty -b z zsh -f -i
            zpty -w z "PROMPT='> ' RPROMPT=; autoload -U compinit; compinit -u -D; source $1;" \
              "gallra() { print -r -- \\"GOT[\\$*]\\" }; print READ\\Y"
            zpty -r z said '*READY*'
            zpty -w z "$2"
            zpty -r z said '*GOT\\[*\\]*'
            print -r -- "$said"
            zpty -d z
            """;

    @ParameterizedTest(name = "gallra {0}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "ledger ve, ledger verify",
                "run --as, run --as-of",
                "runs list --category ch, runs list --category chat-logs",
                "bucket lint --as rea, bucket lint --as reader",
                // Two fit: as far as they are the same.
                "run ip-lo, run ip-log",
                "nonsense zz, nonsense zz"
            })
    void zsh_completes_what_is_typed(String typed, String called) throws Exception {
        assertThat(zsh(typed + "\t")).contains("GOT[" + called + "]");
    }

    @Test
    void zsh_lists_what_fits() throws Exception {
        assertThat(zsh("run ip-lo\t\t")).containsPattern("ip-log-files +ip-logs");
        assertThat(zsh("run ip-lo")).doesNotContain("ip-log");
    }

    private static String zsh(String keys) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")) || Files.isExecutable(Path.of("/bin/zsh")));
        Path script = Files.writeString(folder.resolve("terminal.zsh"), TERMINAL);
        return String.join(
                "\n",
                shell(
                        "zsh",
                        "-f",
                        script.toString(),
                        folder.resolve("gallra.sh").toString(),
                        "gallra " + keys));
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
