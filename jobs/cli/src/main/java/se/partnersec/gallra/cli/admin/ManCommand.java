package se.partnersec.gallra.cli.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.VersionProvider;
import se.partnersec.gallra.support.text.Sentences;

/** Writes the manual; the release archive has it, so nobody else needs this. */
@Command(
        name = "man",
        header = "Write the manual pages of all commands to a folder.",
        hidden = true,
        footer = {"  gallra man /usr/local/share/man/man1"})
public final class ManCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;

    @Parameters(paramLabel = "FOLDER", description = "Folder; created if missing. Pages of the same name are replaced.")
    private @Nullable Path folder;

    @Option(names = "--date", paramLabel = "DATE", description = "Date on the pages. Default: today.")
    private @Nullable LocalDate day;

    @Spec
    private @Nullable CommandSpec spec;

    ManCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (spec == null || folder == null) {
            throw new IllegalStateException("picocli gives every command its spec and parameters. Indicates a bug");
        }
        String program = new VersionProvider().getVersion()[0].replaceFirst(", Java.*", "");
        try {
            int pages = new ManPageWriter(program, day == null ? session.today() : day)
                    .write(spec.root().commandLine(), folder);
            session.terminal().field("pages", pages);
            session.terminal().field("folder", folder);
            session.terminal().note(SENTENCES.say("admin.pages", pages, folder));
            return 0;
        } catch (IOException e) {
            throw GallraCommand.wrong(spec, SENTENCES.say("admin.pages-cannot-written-name-folder-yours", folder));
        }
    }
}
