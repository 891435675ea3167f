package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages for troubled nights tell to type is what the program understands. */
class RunbookCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("`gallra ([^`]+)`");

    /** What is wrong with a command: nothing, or that it or one of its options does not exist. */
    private static List<String> faults(String command) {
        List<String> words = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String word : command.split("\\s+")) {
            if (word.startsWith("-")) {
                options.add(word);
            } else if (options.isEmpty() && word.matches("[a-z]+")) {
                words.add(word);
            } else if (options.isEmpty() && !word.matches("[A-Z].*|[a-z-]+:KEY|[>…].*")) {
                return List.of("'" + word + "' in: " + command);
            }
        }
        // Of this one the second word is no command but what it is about.
        String name = words.get(0).equals("report") ? "report" : String.join(" ", words);
        words.add("--help");
        Typed help = Typed.command(new ScriptedServices(), words.toArray(String[]::new));
        if (help.exit() != 0 || !help.out().contains("gallra " + name + " ")) {
            return List.of("no such command: " + command);
        }
        return options.stream()
                .filter(option -> !help.out().contains(option))
                .map(option -> option + " in: " + command)
                .toList();
    }

    @Test
    void every_command_and_option_of_the_pages_exists() throws IOException {
        String pages = Files.readString(Path.of("..", "..", "job-config", "docs", "runbook.md"));
        List<String> commands = COMMAND.matcher(pages)
                .results()
                .map(found -> String.valueOf(found.group(1)).replaceAll("\\s+", " "))
                .toList();
        assertThat(commands).hasSizeGreaterThan(40);
        assertThat(commands.stream().flatMap(command -> faults(command).stream()))
                .isEmpty();
    }

    @Test
    void a_command_or_an_option_that_does_not_exist_is_found() {
        assertThat(faults("runs restart N")).isEmpty();
        assertThat(faults("runs revive N")).containsExactly("no such command: runs revive N");
        assertThat(faults("status --cheque")).containsExactly("--cheque in: status --cheque");
    }
}
