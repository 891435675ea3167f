package se.partnersec.gallra.cli.evidence;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.run.ReplayCommand;
import se.partnersec.gallra.cli.shell.GallraCommand;

/** The book of what was erased. */
@Command(
        name = "ledger",
        header = "Verify, audit, seal and export the erasure ledger.",
        subcommands = {
            VerifyCommand.class,
            AuditCommand.class,
            SealCommand.class,
            KeygenCommand.class,
            LedgerExportCommand.class,
            ProofCommand.class,
            ReplayCommand.class
        })
public final class LedgerCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }
}
