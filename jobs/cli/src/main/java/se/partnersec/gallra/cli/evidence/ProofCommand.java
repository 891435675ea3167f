package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.ledger.LedgerEvidenceService;
import se.partnersec.gallra.ledger.evidence.ErasureProof;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;

/** Writes what proves that one record was disposed of. */
@Command(
        name = "proof",
        header = "Write a proof that a record was erased or anonymised.",
        description =
                "The proof has the row of the ledger, the path to the signed root (RFC 6962) and the seal. Anyone with the public key can verify it. The row names every record of its chunk by surrogate key or tag: give it only to those who may know of them.",
        footer = {"  gallra ledger proof chat-logs 4711 -o chat-4711.proof"})
final class ProofCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<LedgerEvidenceService> evidence;

    @Parameters(
            index = "0",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "Category of the record.")
    private @Nullable DataCategory category;

    @Parameters(index = "1", paramLabel = "KEY", description = "Primary key of the record.")
    private @Nullable String key;

    @Option(names = "-o", required = true, paramLabel = "FILE", description = "File to write.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    ProofCommand(CommandContext session, ObjectProvider<LedgerEvidenceService> evidence) {
        this.session = session;
        this.evidence = evidence;
    }

    @Override
    public Integer call() {
        if (category == null || key == null || file == null) {
            throw new IllegalStateException("picocli asks for all three. Indicates a bug");
        }
        ErasureProof proof = evidence.getObject().prove(category, key);
        proof.write(file, force);
        session.terminal().field("record", proof.category() + ":" + proof.key());
        session.terminal().field("row", proof.row().row().seq());
        session.terminal().field("seal", proof.seal().seal().number());
        session.terminal().field("file", file);
        session.terminal()
                .result(session.words()
                        .say(
                                "proof.written",
                                proof.category() + ":" + proof.key(),
                                proof.row().row().seq(),
                                proof.seal().seal().number(),
                                file));
        return ExitCode.DONE.number();
    }
}
