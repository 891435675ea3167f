package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each script explains itself at once, and does nothing else. */
class ScriptHelpTest {
    private static final Path SCRIPTS = Path.of("..", "..", "scripts");

    static List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(SCRIPTS)) {
            // That of the program itself builds first where something changed; its help has tests of its own.
            return all.map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> !name.equals("gallra") && !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void says_how_it_is_used(String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(SCRIPTS.resolve(name).toString(), "--help")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).containsIgnoringCase("usage: ").contains(name);
    }
}
