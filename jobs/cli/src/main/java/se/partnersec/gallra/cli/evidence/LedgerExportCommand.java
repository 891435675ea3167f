package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.ledger.LedgerEvidenceService;
import se.partnersec.gallra.ledger.evidence.LedgerExporter;
import se.partnersec.gallra.support.exit.ExitCode;

/** Writes a copy of the ledger. */
@Command(
        name = "export",
        header = "Write a copy of the ledger for offline verification.",
        description =
                "One line for each row. It has surrogate keys and keyed tags, ids of customers and users, and holds, requests, approvals and the audit log as people wrote them: protect it like the database. A login that may not read all of that writes the ledger alone. The audit log records each export.",
        footer = {"  gallra ledger export -o ledger.txt"})
final class LedgerExportCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<LedgerEvidenceService> evidence;
    private final ObjectProvider<PersonReadLog> reads;

    @Option(names = "-o", required = true, paramLabel = "FILE", description = "File to write.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    LedgerExportCommand(
            CommandContext session,
            ObjectProvider<LedgerEvidenceService> evidence,
            ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.evidence = evidence;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw new IllegalStateException("picocli asks for the file. Indicates a bug");
        }
        Path target = file.toAbsolutePath();
        reads.getObject().note("ledger-export", "ledger", "");
        LedgerExporter.Written written = evidence.getObject().export(target, force);
        session.terminal().field("file", target);
        session.terminal().field("rows", written.rows());
        session.terminal().field("tablesNotRead", written.denied());
        session.terminal().result(session.words().say("ledger.exported", written.rows(), target));
        if (!written.denied().isEmpty()) {
            session.terminal().note(session.words().say("ledger.exported.alone", String.join(", ", written.denied())));
        }
        return ExitCode.DONE.number();
    }
}
