package se.partnersec.gallra.cli;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The first words of the command line, in the order of its help. Reading what all of them take costs a third of a start, so that
 * only those are read whose name was typed; of the others the name and the description are known.
 */
final class Verbs {
    private static final List<Class<?>> ALL = List.of(
            DemoCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            PlansCommand.class,
            RunCommand.class,
            ExplainCommand.class,
            FullVerifyCommand.class,
            RunsCommand.class,
            ApprovalsCommand.class,
            HoldsCommand.class,
            ReportCommand.class,
            PolicyCommand.class,
            LedgerCommand.class,
            CertificateCommand.class,
            HorizonCommand.class,
            SuppressedCommand.class,
            FraudCommand.class,
            NoticesCommand.class,
            RequestsCommand.class,
            UsersCommand.class,
            DbCommand.class,
            BucketCommand.class,
            DevCommand.class,
            DoctorCommand.class,
            MetricsCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            HelpCommand.class);

    /** These tell of all the others, and a file of arguments may name any. */
    private static final Set<String> TELL_OF_ALL = Set.of("completion", "man");

    private Verbs() {}

    static void add(CommandLine root, Commands commands, List<String> typed) {
        boolean all = typed.stream().anyMatch(word -> TELL_OF_ALL.contains(word) || word.startsWith("@"));
        for (Class<?> type : ALL) {
            Command says = Objects.requireNonNull(type.getAnnotation(Command.class));
            root.addSubcommand(
                    says.name(),
                    all || typed.contains(says.name()) ? new CommandLine(type, commands) : new CommandLine(sign(says)));
        }
        // Last, so that every command's help ends with them.
        root.getCommandSpec().mixinStandardHelpOptions(true);
    }

    private static CommandSpec sign(Command says) {
        CommandSpec sign = CommandSpec.create();
        sign.usageMessage()
                .header(says.header())
                .description(says.description())
                .hidden(says.hidden());
        return sign;
    }
}
