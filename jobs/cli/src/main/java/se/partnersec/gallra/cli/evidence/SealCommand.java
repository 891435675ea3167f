package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.DurationConverter;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.TerminationSignals;
import se.partnersec.gallra.ledger.LedgerEvidenceService;
import se.partnersec.gallra.ledger.evidence.ClosingRows;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Seals the ledger and what decides, once or from now on, and says where copies of the seals lie. */
@Command(
        name = "seal",
        header = "Sign new ledger rows and decisions, and export the seals.",
        description = {
            "Covers the ledger, holds, releases, approvals, rules, requests and the audit log since the last seal. Copies of the seals go to the directory GALLRA_SEAL_DIR, the bucket GALLRA_SEAL_BUCKET or both, where the owner of the database cannot change them.",
            "Runs under its own account (GALLRA_SEALER_USER) with its own key (GALLRA_SEAL_KEY_FILE). A copy that could not be written is retried next time (exit 4 or 8). Nothing is sealed while a place does not answer (4) or lacks a seal that was exported there (8)."
        },
        footer = {
            "  GALLRA_SEAL_KEY_FILE=/etc/gallra/seal.key GALLRA_SEAL_DIR=/mnt/worm/seals gallra ledger seal",
            "  gallra ledger seal --quiet --copy /mnt/elsewhere/ledger.txt        # from a timer, after the nightly runs",
            "  gallra ledger seal --watch --copy /mnt/elsewhere/ledger.txt        # as a service"
        })
final class SealCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    /** Pause between two looks for a run that has ended. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final CommandContext session;
    private final ObjectProvider<LedgerEvidenceService> evidence;

    @Option(
            names = "--copy",
            paramLabel = "FILE",
            description =
                    "Then write a copy of the sealed rows to this file outside the database; gallra ledger replay needs it after a restore. Replaces an older copy only if the new copy has every row of it; otherwise exit 8.")
    private @Nullable Path copy;

    private boolean copied;

    @Option(
            names = "--watch",
            description =
                    "Keep running and seal after each run. Ends if a person must act (3, 8) or the database does not answer (4): let your service manager restart it.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "LENGTH",
            defaultValue = "15m",
            converter = DurationConverter.class,
            description = "With --watch: maximum time until a new row is sealed, from 10s. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofMinutes(15);

    @Spec
    private @Nullable CommandSpec spec;

    SealCommand(CommandContext session, ObjectProvider<LedgerEvidenceService> evidence) {
        this.session = session;
        this.evidence = evidence;
    }

    @Override
    public Integer call() {
        if (every.compareTo(LOOK) < 0) {
            throw GallraCommand.wrong(spec, SENTENCES.say("evidence.every-must-10s-more"));
        }
        return (watch ? watch() : seal()).number();
    }

    private ExitCode watch() {
        CountDownLatch stopped = new CountDownLatch(1);
        try (TerminationSignals signals = new TerminationSignals(
                stopped::countDown, () -> Runtime.getRuntime().halt(0))) {
            ClosingRows runs = evidence.getObject().closingRows();
            session.terminal().note(session.words().say("seal.watching", Formats.length(every)));
            do {
                ExitCode exit = seal();
                session.terminal().round("ledger seal", session.now(), exit.number());
                // A place that cannot be reached is tried again; what somebody has to look at is not.
                if (exit != ExitCode.DONE && exit != ExitCode.ENVIRONMENT) {
                    return exit;
                }
            } while (!ended(runs, stopped));
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.STOPPED;
        }
    }

    /** Waits until it is time for the next seal; true if a signal asked for the end. */
    private boolean ended(ClosingRows runs, CountDownLatch stopped) throws InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(every) < 0; waited = waited.plus(LOOK)) {
            if (stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (runs.appeared()) {
                return false;
            }
        }
        return false;
    }

    private ExitCode seal() {
        SealReport report = evidence.getObject().seal();
        CliMessages words = session.words();
        Terminal terminal = session.terminal();
        if (report.made().isEmpty() && !watch) {
            terminal.note(words.say("seal.nothing", report.newest()));
        }
        terminal.field("newest", report.newest());
        terminal.list("seals", report.made(), SealCommand::fields);
        terminal.list("copies", report.exports(), SealCommand::fields);
        for (Seal seal : report.made()) {
            terminal.result(words.say(
                    "seal.made", seal.number(), seal.rows(), seal.content().records(), seal.holdEpoch(), seal.root()));
        }
        if (report.exports().isEmpty()) {
            terminal.problem(words.say("seal.nowhere"));
        }
        ExitCode exit = ExitCode.DONE;
        for (SealReport.Export export : report.exports()) {
            SealException failure = export.failure();
            if (failure == null) {
                terminal.result(words.say("seal.exported", export.brought(), export.place(), report.newest()));
            } else {
                terminal.problem(words.say("seal.not-exported", export.missing(), export.place()));
                terminal.problem("  " + failure.getMessage());
                exit = exit.and(failure.exit());
            }
        }
        if (copy != null && (!copied || ofLedger(report))) {
            copied = true;
            Path file = copy.toAbsolutePath();
            terminal.result(words.say("seal.copied", evidence.getObject().copy(file), file));
        }
        return exit;
    }

    private static Fields fields(Seal seal) {
        return new Fields()
                .with("seal", seal.number())
                .with("sealedAt", seal.sealedAt())
                .with("rows", seal.rows())
                .with("records", seal.content().records())
                .with("root", seal.root());
    }

    private static Fields fields(SealReport.Export export) {
        SealException failure = export.failure();
        return new Fields()
                .with("place", export.place())
                .with("brought", export.brought())
                .with("missing", export.missing())
                .with("failure", failure == null ? null : failure.getMessage());
    }

    /** A copy of the ledger has rows of the ledger and steps of the gate: true if one of these was sealed now. */
    private static boolean ofLedger(SealReport report) {
        return report.made().stream()
                .anyMatch(seal -> seal.rows() > 0
                        || seal.content().tables().stream()
                                .anyMatch(rows -> rows.table().equals(SealedTable.GATE_LOG.table())));
    }
}
