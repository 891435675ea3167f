package se.partnersec.gallra.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;

/** Whom a command tells that runs, and its first step: to tell them that it begins. */
public final class PingOption {
    @Option(
            names = "--ping",
            paramLabel = "URL",
            description =
                    "Ping a heartbeat URL, such as healthchecks.io: URL/start, and URL/EXITCODE with the counts at the end. Default: GALLRA_PING_URL, which no process list shows. A failed ping stops nothing.")
    private @Nullable String url;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Before anything is asked or touched: an address that will not do is a mistake in the command line. */
    public void begin(CommandContext session) {
        if (command == null) {
            throw new IllegalStateException("picocli gives every command its spec. Indicates a bug");
        }
        try {
            session.notifications().begin(command.qualifiedName(), url);
        } catch (IllegalArgumentException e) {
            throw GallraCommand.wrong(command, String.valueOf(e.getMessage()));
        }
    }
}
