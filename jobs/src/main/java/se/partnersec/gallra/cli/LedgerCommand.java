package se.partnersec.gallra.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.ledger.LedgerVerification;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.ExitCode;

/** The book of what was erased. */
@Command(name = "ledger", description = "The book of what was erased.")
final class LedgerCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    LedgerCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        throw Gallra.missing(spec);
    }

    @Command(
            name = "verify",
            description = "Read the whole ledger and say where it was tampered with; exit 10 if it was.")
    int verify(
            @Option(names = "--category", paramLabel = "CATEGORY", description = "This category only.") @Nullable
                    DataCategory category) {
        LedgerVerification.Result result = session.rooms().verify(Optional.ofNullable(category));
        print(session, result);
        return (result.ok() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    static void print(Session session, LedgerVerification.Result result) {
        Terminal terminal = session.terminal();
        Words words = session.words();
        terminal.result(
                result.ok()
                        ? words.say("ledger.intact", result.rows(), result.items())
                        : terminal.red(
                                words.say("ledger.broken", result.problems().size(), result.rows())));
        result.problems().forEach(problem -> terminal.result("  " + problem));
        result.open()
                .forEach(open ->
                        terminal.result("  " + words.say("ledger.open", open.category(), Long.toString(open.runId()))));
    }
}
