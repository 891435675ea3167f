package se.partnersec.gallra.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;

/** A page of the manual for each command; whether man takes them, .ci/run asks it. */
class ManPageWriterTest {
    private static final Set<String> KNOWN = Set.of(".TH", ".SH", ".TP", ".EX", ".EE");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void write() {
        Typed answer = Typed.command(new ScriptedServices(), "man", folder.toString(), "--date", "2026-11-24");
        assertThat(answer.exit()).as(answer.err()).isZero();
    }

    @Test
    void every_command_has_its_page() {
        for (String command :
                List.of("gallra", "gallra-run", "gallra-runs", "gallra-holds-years-add", "gallra-bucket-lint")) {
            assertThat(folder.resolve(command + ".1")).exists();
        }
        assertThat(folder.resolve("gallra-man.1")).doesNotExist();
        assertThat(folder.resolve("gallra-help.1")).doesNotExist();
    }

    @Test
    void a_page_says_what_help_says() throws IOException {
        String page = Files.readString(folder.resolve("gallra-run.1"));
        assertThat(page)
                .startsWith(".TH \"GALLRA\\-RUN\" 1 \"2026-11-24\"")
                .contains(
                        "gallra\\-run \\- Erase what is due and not on hold",
                        "\\fB\\-\\-as\\-of=DATE\\fR",
                        "gallra run chat\\-logs \\-\\-max\\-delete 2%\n",
                        "refused by a guard",
                        "gallra(1)");
        assertThat(Files.readString(folder.resolve("gallra.1"))).contains("gallra\\-runs(1)");
    }

    @Test
    void no_text_is_taken_for_a_request_and_no_letter_is_lost() throws IOException {
        try (Stream<Path> pages = Files.list(folder)) {
            for (Path page : pages.toList()) {
                String text = Files.readString(page);
                assertThat(text.lines()
                                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                                .map(line -> line.split(" ")[0])
                                .collect(Collectors.toSet()))
                        .isSubsetOf(KNOWN);
                assertThat(text).matches("[\\x0A\\x20-\\x7E]+").doesNotContain("${", "%%");
            }
        }
    }
}
