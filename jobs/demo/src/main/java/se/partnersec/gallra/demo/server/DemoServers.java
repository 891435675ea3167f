package se.partnersec.gallra.demo.server;

import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import se.partnersec.gallra.config.settings.EmbeddedServers;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;

/** The embedded servers as commands use them: started when first needed, ended for a new demonstration. */
public final class DemoServers implements EmbeddedServers {
    private static final Sentences SENTENCES = Sentences.of("demo");
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
                    note.say(SENTENCES.say("server.starting-embedded-servers-no-gallra-db"));
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
            throw RefusedException.refused(SENTENCES.say("server.reset-embedded-servers-only-server-your"));
        }
        if (servers.down()) {
            note.say(SENTENCES.say("server.ended-embedded-servers-what-they-held"));
        }
    }

    /** @throws RefusedException if the settings name another server */
    public void requireOurs() {
        if (!environment.embedded()) {
            throw RefusedException.refused(SENTENCES.say("server.people-embedded-servers-only"));
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
