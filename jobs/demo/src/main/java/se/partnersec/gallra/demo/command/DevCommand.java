package se.partnersec.gallra.demo.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.Terminal;
import se.partnersec.gallra.demo.server.DevServers;
import se.partnersec.gallra.demo.server.RunningServers;

/** The embedded servers for trying out. */
@Command(
        name = "dev",
        header = "Start and stop embedded servers for trials.",
        description = "A MariaDB and an S3 server, reachable from this machine only.")
public final class DevCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<DevServers> servers;

    @Spec
    private @Nullable CommandSpec spec;

    DevCommand(CommandContext session, ObjectProvider<DevServers> servers) {
        this.session = session;
        this.servers = servers;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "up",
            header = "Start the embedded servers.",
            description = "They keep running until gallra dev down.")
    int up() {
        print(servers.getObject().up());
        return 0;
    }

    @Command(name = "status", header = "Show the addresses of the embedded servers.")
    int status() {
        Optional<RunningServers> running = servers.getObject().status();
        running.ifPresentOrElse(
                this::print,
                () -> session.terminal().result("The embedded servers do not run. To start them: gallra dev up"));
        return 0;
    }

    @Command(name = "down", header = "Stop the embedded servers and delete their data.")
    int down() {
        boolean ended = servers.getObject().down();
        session.terminal()
                .result(ended ? "The embedded servers have ended; what they held is gone." : "They did not run.");
        return 0;
    }

    private void print(RunningServers servers) {
        Terminal terminal = session.terminal();
        terminal.result("The embedded servers run (process %d).", servers.pid());
        terminal.result("  database  %s", servers.databaseUrl());
        terminal.result("  objects   %s", servers.objectEndpoint());
        terminal.result("  accounts  %s", session.folder().resolve("servers.properties"));
        terminal.result("To end them: gallra dev down");
    }
}
