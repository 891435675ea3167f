package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.support.exit.ExitCode;

/** Makes the key that signs seals. */
@Command(
        name = "keygen",
        header = "Create the key pair that signs seals (Ed25519).",
        description =
                "Writes FILE, readable by you alone, and FILE.pub for those who verify. The account that runs the jobs must not be able to read FILE. Never replaces a file. After a key change, append the old public key to the new FILE and to the FILE.pub of those who verify.",
        footer = {"  gallra ledger keygen /etc/gallra/seal.key"})
final class KeygenCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE", description = "Secret key to write.")
    private @Nullable Path file;

    KeygenCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw new IllegalStateException("picocli asks for the file. Indicates a bug");
        }
        SealKey.Made made = SealKey.make(file.toAbsolutePath());
        session.terminal().field("key", made.id());
        session.terminal().field("publicKey", made.publicKey());
        session.terminal().field("secretFile", made.secretFile());
        session.terminal().field("publicFile", made.publicFile());
        session.terminal().block(made.publicKey());
        session.terminal().note(session.words().say("keygen.made", made.secretFile(), made.publicFile(), made.id()));
        return ExitCode.DONE.number();
    }
}
