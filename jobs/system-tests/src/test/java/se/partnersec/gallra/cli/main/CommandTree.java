package se.partnersec.gallra.cli.main;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import se.partnersec.gallra.cli.Typed;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;

/** All commands, as the help knows them. */
public final class CommandTree {
    private CommandTree() {}

    /** @param language sv or en */
    static CommandLine read(String language) {
        Terminal terminal = new Terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false, false);
        CommandContext session = new CommandContext(terminal, Clock.systemUTC(), () -> Typed.JOBS, Map.of());
        CommandFactory commands = new CommandFactory(session, new LazyContext(() -> {
            throw new AssertionError("no command asks for a bean before it is run");
        }));
        CommandLine root = new CommandLine(new GallraCommand(), commands);
        CommandCatalog.add(root, commands, List.of("man"));
        new HelpLayout(session.words(language)).apply(root);
        return root;
    }

    static void each(CommandLine command, BiConsumer<CommandSpec, CommandLine> task) {
        task.accept(command.getCommandSpec(), command);
        command.getSubcommands().values().stream().distinct().forEach(child -> each(child, task));
    }

    /** Names of the commands that do something, as they are typed after {@code gallra}. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        each(read("en"), (spec, command) -> {
            boolean group = command.getSubcommands().values().stream()
                    .anyMatch(child -> !(child.getCommand() instanceof HelpCommand));
            if (!(spec.userObject() instanceof HelpCommand) && (!group || GROUPS_THAT_RUN.contains(name(spec)))) {
                names.add(name(spec));
            }
        });
        return names;
    }

    /** Commands that do something themselves and have others below them. */
    private static final Set<String> GROUPS_THAT_RUN = Set.of("certificate", "demo");

    private static String name(CommandSpec spec) {
        return spec.qualifiedName().replaceFirst("^gallra ?", "");
    }
}
