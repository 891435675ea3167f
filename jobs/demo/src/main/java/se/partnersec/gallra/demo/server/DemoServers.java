package se.partnersec.gallra.demo.server;

import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import se.partnersec.gallra.config.settings.EmbeddedServers;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.ProgressNote;

/** The embedded servers as commands use them: started when first needed, ended for a new demonstration. */
public final class DemoServers implements EmbeddedServers {
    private final DevServers servers;
    private final GallraEnvironment environment;
    private final ProgressNote note;

    public DemoServers(DevServers servers, GallraEnvironment environment, ProgressNote note) {
        this.servers = servers;
        this.environment = environment;
        this.note = note;
    }

    @Override
    public Properties start() {
        return servers.status()
                .orElseGet(() -> {
                    note.say("Starting the embedded servers (no GALLRA_DB_URL is set) ...");
                    return servers.up();
                })
                .properties();
    }

    /**
     * Ends the servers; their data is gone.
     *
     * @throws RefusedException if the settings name another server
     */
    public void reset() {
        if (!environment.embedded()) {
            throw RefusedException.refused(
                    "--reset is for the embedded servers only. On a server of your own, drop both schemas and empty"
                            + " the bucket yourself, then: gallra demo");
        }
        if (servers.down()) {
            note.say("Ended the embedded servers; what they held is gone.");
        }
    }

    /** Users of the running servers who work for finance. */
    public List<String> people() {
        return environment.embedded()
                ? servers.status().stream()
                        .flatMap(running -> Stream.of("db.finance.user", "db.second.user")
                                .map(key -> running.properties().getProperty(key, "")))
                        .filter(user -> !user.isEmpty())
                        .toList()
                : List.of();
    }
}
