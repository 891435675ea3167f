package se.partnersec.gallra.cli.finding;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.ledger.notice.FindingList;
import se.partnersec.gallra.ledger.notice.NotedFinding;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Findings of runs: what somebody has to look at, and who does. */
@Command(
        name = "findings",
        header = "List, show and acknowledge findings of runs.",
        subcommands = {FindingListCommand.class, FindingAckCommand.class})
public final class FindingsCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<FindingList> findings;

    @Spec
    private @Nullable CommandSpec spec;

    FindingsCommand(CommandContext session, ObjectProvider<FindingList> findings) {
        this.session = session;
        this.findings = findings;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(name = "show", header = "Show one finding, and who was to take care of it.")
    int show(@Parameters(paramLabel = "FINDING", description = "Number from gallra findings list.") long id) {
        CliMessages words = session.words();
        FindingList list = findings.getObject();
        NotedFinding found = list.find(id)
                .orElseThrow(
                        () -> RefusedException.usage(SENTENCES.say("finding.there-no-finding-known-ones-gallra", id)));
        Coded state = state(words, found.state(list.today()));
        Terminal terminal = session.terminal();
        terminal.fields(new Fields()
                .with("finding", found.id())
                .with("category", found.category())
                .with("record", found.subject())
                .with("kind", new Coded(found.code(), words.reason(found.code())))
                .with("detail", found.detail())
                .with("state", state)
                .with("firstSeen", found.seen().first())
                .with("lastSeen", found.seen().last())
                .with("run", found.run())
                .with("runs", found.runs()));
        Table table = Table.of(words.say("column.finding"), Long.toString(found.id()));
        table.row(words.say("column.record"), found.category() + ":" + found.subject());
        table.row(words.say("column.kind"), found.code() + ": " + words.reason(found.code()));
        table.row(words.say("column.run-note"), found.detail());
        table.row(words.say("column.state"), state.text());
        table.row(words.say("column.first-seen"), Formats.time(found.seen().first()));
        table.row(words.say("column.last-seen"), Formats.time(found.seen().last()));
        table.row(words.say("column.runs"), Long.toString(found.runs()));
        table.row(words.say("column.last-run"), found.run() == null ? "-" : Long.toString(found.run()));
        table.print(terminal);
        acknowledgements(words, list.acks(id));
        return 0;
    }

    private void acknowledgements(CliMessages words, List<NotedFinding.Ack> acks) {
        Table table = new Table(words, "acknowledgements")
                .text("at", "column.when")
                .text("by", "column.by")
                .text("owner", "column.owner")
                .text("due", "column.settle-by")
                .text("reason", "column.reason");
        acks.forEach(ack -> table.row(ack.at(), ack.by(), ack.owner(), ack.due(), ack.reason()));
        if (!acks.isEmpty()) {
            session.terminal().result("");
        }
        table.printIfAny(session.terminal());
    }

    static Coded state(CliMessages words, NotedFinding.State state) {
        return new Coded(state, words.say("finding.state." + state));
    }
}
