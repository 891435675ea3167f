package se.partnersec.gallra.demo.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
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
                this::print, () -> session.terminal().result(session.words().say("dev.not-running")));
        session.terminal().field("running", running.isPresent());
        return 0;
    }

    @Command(name = "down", header = "Stop the embedded servers and delete their data.")
    int down() {
        boolean ended = servers.getObject().down();
        session.terminal().field("ended", ended);
        session.terminal().result(session.words().say(ended ? "dev.ended" : "dev.none"));
        return 0;
    }

    private void print(RunningServers servers) {
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        Path accounts = session.folder().resolve("servers.properties");
        terminal.field("process", servers.pid());
        terminal.field("database", servers.databaseUrl());
        terminal.field("objects", servers.objectEndpoint());
        terminal.field("accounts", accounts);
        terminal.result(words.say("dev.running", Long.toString(servers.pid())));
        terminal.result("  %-9s %s", words.say("dev.database"), servers.databaseUrl());
        terminal.result("  %-9s %s", words.say("dev.objects"), servers.objectEndpoint());
        terminal.result("  %-9s %s", words.say("dev.accounts"), accounts);
        terminal.result(words.say("dev.to-end"));
    }
}
