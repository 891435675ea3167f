package se.partnersec.gallra.cli.admin;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Help of the web console, which {@code scripts/gallra} starts as a process of its own with its own libraries. */
@Command(
        name = "console",
        header = "Serve the web console until the process is stopped.",
        description = {
            "Pages for people without a shell: status, runs, look-ups, plans, approvals, holds, requests and evidence, in Swedish and English. Everybody signs in with their own database login and sees what its role may read. The pages change nothing but the audit.",
            "GALLRA_CONSOLE_PORT: port, default 8484. GALLRA_CONSOLE_ADDRESS: address of a network interface, default 127.0.0.1; for any other put a proxy with TLS in front and set GALLRA_CONSOLE_SITE to its address, such as https://gallra.example.com."
        },
        footer = {"  gallra demo people", "  gallra console"})
public final class ConsoleCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Override
    public Integer call() {
        throw RefusedException.configuration(SENTENCES.say("admin.console-not-installed"));
    }
}
