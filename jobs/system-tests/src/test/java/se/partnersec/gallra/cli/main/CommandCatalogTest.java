package se.partnersec.gallra.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;

/** Whoever types one command must not be able to tell that the others were not read. */
class CommandCatalogTest {
    private final ScriptedServices services = new ScriptedServices();

    private CommandLine typed(String... words) {
        Terminal terminal = new Terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false, false);
        CommandFactory commands = new CommandFactory(
                new CommandContext(terminal, Clock.systemUTC(), () -> Typed.JOBS, Map.of()), new LazyContext(() -> {
                    throw new AssertionError("no command asks for a bean before it is run");
                }));
        CommandLine root = new CommandLine(new GallraCommand(), commands);
        CommandCatalog.add(root, commands, List.of(words));
        return root;
    }

    @Test
    void the_list_of_commands_is_that_of_all_of_them_read() {
        assertThat(typed("--help").getUsageMessage())
                .isEqualTo(typed("completion").getUsageMessage());
    }

    @Test
    void each_command_says_of_itself_and_of_what_is_below_it_the_same() {
        CommandLine all = typed("man");
        Set<String> names = all.getSubcommands().keySet();
        assertThat(names).contains("demo", "status", "run", "holds", "help").hasSizeGreaterThan(25);
        for (String name : names) {
            CommandLine one = typed("--lang", "sv", name, "x");
            assertThat(one.getSubcommands().keySet()).as(name).isEqualTo(names);
            same(below(one, name), below(all, name));
        }
    }

    private static CommandLine below(CommandLine command, String name) {
        return Objects.requireNonNull(command.getSubcommands().get(name));
    }

    private static void same(CommandLine one, CommandLine all) {
        assertThat(one.getUsageMessage()).isEqualTo(all.getUsageMessage());
        assertThat(one.getSubcommands().keySet()).isEqualTo(all.getSubcommands().keySet());
        one.getSubcommands().forEach((name, below) -> same(below, below(all, name)));
    }

    /** The control: what was not typed is a sign only, so the two above compare different things. */
    @Test
    void what_was_not_typed_is_not_read() {
        assertThat(below(typed("status"), "run").getUsageMessage()).doesNotContain("--as-of");
        assertThat(below(typed("run"), "run").getUsageMessage()).contains("--as-of");
    }

    @Test
    void a_file_of_arguments_may_name_any_command(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("words"), "holds add --help");
        Typed answer = Typed.command(services, "@" + file);
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).contains("--review-by");
        assertThat(services.asked()).isEmpty();
    }
}
