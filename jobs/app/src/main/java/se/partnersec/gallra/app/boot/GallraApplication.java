package se.partnersec.gallra.app.boot;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import se.partnersec.gallra.cli.main.CommandRunner;

/** The main class; the only place with a system clock. */
public final class GallraApplication {
    private GallraApplication() {}

    public static void main(String[] args) {
        // Spring Batch notes local times without a zone; on every machine they are of this one. Nothing has asked for a
        // zone yet.
        System.setProperty("user.timezone", "UTC");
        Map<String, String> environment = System.getenv();
        quieten(environment, Arrays.asList(args).contains("--debug"));
        Clock clock = Clock.systemUTC();
        CommandRunner.Surroundings surroundings =
                Commands.in(note -> GallraContext.of(environment, clock, note), clock);
        CommandRunner runner = new CommandRunner(surroundings, environment);
        System.exit(runner.run(args));
    }

    /** The terminal is for our words alone; what the libraries say goes to a file, and only when asked for. */
    private static void quieten(Map<String, String> environment, boolean debug) {
        if (debug) {
            Path folder = Path.of(environment.getOrDefault("GALLRA_HOME", ""), ".gallra", "logs");
            System.setProperty("gallra.logs", folder.toString());
            System.setProperty("logback.configurationFile", "logback-debug.xml");
        }
    }
}
