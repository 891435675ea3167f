package se.partnersec.gallra.cli.holding;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.census.CensusResult;
import se.partnersec.gallra.planning.census.HeldRecordCensus;
import se.partnersec.gallra.support.exit.ExitCode;

/** Counts what holds keep. */
@Command(
        name = "census",
        header = "Count the records on hold and compare with the last census.",
        description = {
            "Run it every hour under the reader's account. Certificates need it.",
            "Exit code 10 if records are missing: they were erased, or the hold does not reach them any more. Exit code 12 if records that were counted before cannot be counted now."
        },
        footer = {"  gallra holds census"})
public final class CensusCommand implements Callable<Integer> {
    /** Holds between two lines of progress. */
    private static final long EVERY = 5_000;

    private final CommandContext session;
    private final ObjectProvider<HeldRecordCensus> census;

    CensusCommand(CommandContext session, ObjectProvider<HeldRecordCensus> census) {
        this.session = session;
        this.census = census;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        CensusResult result = census.getObject().take(holds -> {
            if (holds % EVERY == 0) {
                terminal.note(words.say("census.progress", holds));
            }
        });
        terminal.field("census", result.number());
        terminal.field("holds", result.holds());
        terminal.field("records", result.records());
        terminal.list(
                "missing",
                result.missing(),
                each -> new Fields()
                        .with("hold", each.hold())
                        .with("place", each.place())
                        .with("records", each.records())
                        .with("before", each.before()));
        terminal.list(
                "uncounted",
                result.uncounted(),
                each -> new Fields().with("hold", each.hold()).with("place", each.place()));
        if (!result.missing().isEmpty()) {
            terminal.result(terminal.red(words.say("census.missing", result.missingRecords())));
            result.missing()
                    .forEach(each -> terminal.result(
                            "  " + words.say("census.of", each.hold(), each.place(), each.records(), each.before())));
            terminal.result(words.say("census.what-now"));
        }
        result.uncounted()
                .forEach(each ->
                        terminal.result(terminal.red(words.say("census.uncounted", each.hold(), each.place()))));
        terminal.result(words.say("census.done", Long.toString(result.number()), result.holds(), result.records()));
        ExitCode exit = !result.missing().isEmpty()
                ? ExitCode.DIFFERENCES
                : !result.uncounted().isEmpty() ? ExitCode.NOT_EVALUATED : ExitCode.DONE;
        return exit.number();
    }
}
