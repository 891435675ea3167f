package se.partnersec.gallra.cli.main;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import se.partnersec.gallra.cli.admin.BucketCommand;
import se.partnersec.gallra.cli.admin.CompletionCommand;
import se.partnersec.gallra.cli.admin.ConsoleCommand;
import se.partnersec.gallra.cli.admin.DbCommand;
import se.partnersec.gallra.cli.admin.DoctorCommand;
import se.partnersec.gallra.cli.admin.InitCommand;
import se.partnersec.gallra.cli.admin.ManCommand;
import se.partnersec.gallra.cli.admin.MetricsCommand;
import se.partnersec.gallra.cli.approval.PasskeysCommand;
import se.partnersec.gallra.cli.approval.PeopleCommand;
import se.partnersec.gallra.cli.evidence.CertificateCommand;
import se.partnersec.gallra.cli.evidence.CopiesCommand;
import se.partnersec.gallra.cli.evidence.LedgerCommand;
import se.partnersec.gallra.cli.evidence.ReportCommand;
import se.partnersec.gallra.cli.finding.FindingsCommand;
import se.partnersec.gallra.cli.holding.ApprovalsCommand;
import se.partnersec.gallra.cli.holding.FraudCommand;
import se.partnersec.gallra.cli.holding.HoldsCommand;
import se.partnersec.gallra.cli.holding.NoticesCommand;
import se.partnersec.gallra.cli.holding.SuppressedCommand;
import se.partnersec.gallra.cli.plan.ExplainCommand;
import se.partnersec.gallra.cli.plan.FullVerifyCommand;
import se.partnersec.gallra.cli.plan.PlanCommand;
import se.partnersec.gallra.cli.plan.PlansCommand;
import se.partnersec.gallra.cli.plan.PolicyCommand;
import se.partnersec.gallra.cli.plan.UsersCommand;
import se.partnersec.gallra.cli.request.RequestsCommand;
import se.partnersec.gallra.cli.run.RunCommand;
import se.partnersec.gallra.cli.run.RunsCommand;
import se.partnersec.gallra.cli.run.StatusCommand;
import se.partnersec.gallra.cli.service.WatchCommand;
import se.partnersec.gallra.cli.service.WorkerCommand;

/**
 * The first words of the command line, in the order of its help. Reading what all of them take costs a third of a start, so that
 * only those are read whose name was typed; of the others the name and the description are known.
 */
final class CommandCatalog {
    private static final List<Class<?>> OWN = List.of(
            StatusCommand.class,
            PlanCommand.class,
            PlansCommand.class,
            RunCommand.class,
            WatchCommand.class,
            WorkerCommand.class,
            ExplainCommand.class,
            FullVerifyCommand.class,
            RunsCommand.class,
            FindingsCommand.class,
            ApprovalsCommand.class,
            PeopleCommand.class,
            PasskeysCommand.class,
            HoldsCommand.class,
            ReportCommand.class,
            PolicyCommand.class,
            LedgerCommand.class,
            CertificateCommand.class,
            CopiesCommand.class,
            SuppressedCommand.class,
            FraudCommand.class,
            NoticesCommand.class,
            RequestsCommand.class,
            UsersCommand.class,
            InitCommand.class,
            DbCommand.class,
            BucketCommand.class,
            DoctorCommand.class,
            MetricsCommand.class,
            ConsoleCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            HelpCommand.class);

    /** These tell of all the others, and a file of arguments may name any. */
    private static final Set<String> TELL_OF_ALL = Set.of("completion", "man");

    private CommandCatalog() {}

    /** Adds the command that is typed alone, for a program that knows its name; nobody asks for help there. */
    static void addOnly(CommandLine root, CommandFactory commands, String name) {
        OWN.stream()
                .filter(type -> Objects.requireNonNull(type.getAnnotation(Command.class))
                        .name()
                        .equals(name))
                .forEach(type -> root.addSubcommand(name, new CommandLine(type, commands)));
    }

    static void add(CommandLine root, CommandFactory commands, List<String> typed) {
        boolean all = typed.stream().anyMatch(word -> TELL_OF_ALL.contains(word) || word.startsWith("@"));
        List<Class<?>> further = CommandExtension.installed().stream()
                .flatMap(each -> each.commands().stream())
                .toList();
        for (Class<?> type : Stream.concat(further.stream(), OWN.stream()).toList()) {
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
