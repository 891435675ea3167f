package se.partnersec.gallra.cli.finding;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.NumberFile;
import se.partnersec.gallra.ledger.notice.FindingAckService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Who takes care of findings, and until when. */
@Command(
        name = "ack",
        header = "Record who takes care of findings, and until when.",
        description = {
            "A later record replaces an earlier one; all stay on record with your login. Nothing is hidden: a finding is open until a run no longer finds it, and overdue if it is open after --due.",
            "Single findings, or those of a file: one number a line, such as the first column of gallra findings list -o findings.csv. Findings that are settled are passed over."
        },
        footer = {
            "  gallra findings ack 14 15 --owner driften --due 2026-12-18 --reason 'A new word, to be mapped'",
            "  gallra findings ack --file findings.csv --owner ekonomi --due 2026-12-18 --reason 'Year 2022 is entered'"
        })
final class FindingAckCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    /** Heads of the first column in the exported list. */
    private static final Set<String> HEADS = Set.of("finding", "Finding", "Anmärkning");

    private final CommandContext session;
    private final ObjectProvider<FindingAckService> acks;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FINDING", arity = "0..*", description = "Numbers from gallra findings list.")
    private List<Long> numbers = List.of();

    @Option(names = "--file", paramLabel = "FILE", description = "Numbers of findings, one a line.")
    private @Nullable Path file;

    @Option(
            names = "--owner",
            required = true,
            paramLabel = "NAME",
            description = "Who takes care of them: a team, a role or a login.")
    private String owner = "";

    @Option(names = "--due", required = true, paramLabel = "DATE", description = "Last day, at most 92 days ahead.")
    private @Nullable LocalDate due;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "What is being done, without names of data subjects; kept on record.")
    private String reason = "";

    FindingAckCommand(CommandContext session, ObjectProvider<FindingAckService> acks) {
        this.session = session;
        this.acks = acks;
    }

    @Override
    public Integer call() {
        if (numbers.isEmpty() == (file == null)) {
            throw GallraCommand.wrong(spec, SENTENCES.say("finding.which-findings-give-their-numbers-file"));
        }
        List<Long> ids = file == null
                ? numbers.stream().distinct().toList()
                : NumberFile.read(spec, file, HEADS, Set.of(), "finding", session.today());
        if (due == null) {
            throw new IllegalStateException("picocli asks for --due. Indicates a bug");
        }
        FindingAckService.Acknowledged done =
                acks.getObject().acknowledge(ids, new FindingAckService.NewAck(owner, due, reason));
        Terminal terminal = session.terminal();
        terminal.field("acknowledged", done.noted());
        terminal.field("settled", done.settled());
        terminal.field("owner", owner.strip());
        terminal.field("due", due);
        if (done.noted() > 0) {
            terminal.result(session.words()
                    .say(
                            done.noted() == 1 ? "findings.acked.one" : "findings.acked",
                            done.noted(),
                            owner.strip(),
                            due));
        }
        if (done.settled() > 0) {
            terminal.note(session.words().say("findings.settled", done.settled()));
        }
        return ExitCode.DONE.number();
    }
}
