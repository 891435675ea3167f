package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.shell.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.Terminal;
import se.partnersec.gallra.ledger.LedgerEvidenceService;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealException;
import se.partnersec.gallra.ledger.seal.SealReport;
import se.partnersec.gallra.support.exit.ExitCode;

/** Seals the ledger, and says where copies of the seals lie. */
@Command(
        name = "seal",
        description = {
            "Sign what the ledger got since the last seal, and bring copies of the seals to where the owner of the",
            "database cannot change them: the directory GALLRA_SEAL_DIR, the bucket GALLRA_SEAL_BUCKET, or both.",
            "Runs under its own account (GALLRA_SEALER_USER) with its own key (GALLRA_SEAL_KEY_FILE). A copy that could",
            "not be written is tried again by the next sealing; exit 4 or 8 says so. While a place cannot be asked which",
            "seals it has (4), or lacks one that was brought there (8), nothing is sealed."
        },
        footer = {
            "",
            "Examples:",
            "  GALLRA_SEAL_KEY_FILE=/etc/gallra/seal.key GALLRA_SEAL_DIR=/mnt/worm/seals gallra ledger seal",
            "  gallra ledger seal --quiet --copy /mnt/elsewhere/ledger.txt        # from a timer, after the nightly runs"
        })
final class SealCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<LedgerEvidenceService> evidence;

    @Option(
            names = "--copy",
            paramLabel = "FILE",
            description = {
                "Then write what seals cover to a file outside of the database, which gallra ledger replay asks for after a",
                "restore. It takes the place of an older copy only if it has every row of it; else 8, and the older one stays."
            })
    private @Nullable Path copy;

    SealCommand(CommandContext session, ObjectProvider<LedgerEvidenceService> evidence) {
        this.session = session;
        this.evidence = evidence;
    }

    @Override
    public Integer call() {
        SealReport report = evidence.getObject().seal();
        CliMessages words = session.words();
        Terminal terminal = session.terminal();
        if (report.made().isEmpty()) {
            terminal.note(words.say("seal.nothing", report.newest()));
        }
        for (Seal seal : report.made()) {
            terminal.result(words.say("seal.made", seal.number(), seal.rows(), seal.holdEpoch(), seal.root()));
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
        if (copy != null) {
            Path file = copy.toAbsolutePath();
            terminal.result(words.say("seal.copied", evidence.getObject().copy(file), file));
        }
        return exit.number();
    }
}
