package se.partnersec.gallra.app.wiring;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.rooms.DemoAgreement;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.schema.SchemaMigration;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.demo.server.DevServers;
import se.partnersec.gallra.demo.server.RunningServers;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;

/** Opens the house when it is first needed: on the servers the environment names, or else on the embedded ones. */
public final class Opening implements AutoCloseable {
    private final Map<String, String> environment;
    private final Clock clock;
    private final Consumer<String> notice;
    private final DevServers servers;
    private @Nullable Paperwork papers;
    private @Nullable House house;
    private @Nullable Questions questions;
    private boolean ready;

    /** @param notice told what is done on the way, such as starting servers */
    public Opening(Map<String, String> environment, Clock clock, Consumer<String> notice) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.notice = notice;
        this.servers = DevServers.of(environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    Clock clock() {
        return clock;
    }

    DevServers servers() {
        return servers;
    }

    /** The two files alone, which need no server. */
    Paperwork papers() {
        if (papers == null) {
            papers = new Paperwork(GallraSettings.configFolder(environment));
        }
        return papers;
    }

    /** The house with everything ready for work; on the embedded servers that is our doing. */
    House house() {
        House open = built();
        if (embedded() && !ready) {
            EmbeddedSchemaSetup setUp = setUp();
            setUp.migrate();
            setUp.requireBusiness();
            ready = true;
        }
        return open;
    }

    /** Who answers from the house, opened with it. */
    Questions questions() {
        Questions known = questions == null ? new Questions(house()) : questions;
        questions = known;
        return known;
    }

    /** The house as it stands. */
    House built() {
        House open = house;
        if (open == null) {
            open = new House(settings(), clock, point -> {});
            house = open;
        }
        return open;
    }

    private boolean embedded() {
        return GallraSettings.wantsEmbedded(environment);
    }

    private GallraSettings settings() {
        if (!embedded()) {
            return GallraSettings.from(environment, Optional.empty());
        }
        Optional<RunningServers> running = servers.status();
        if (running.isEmpty()) {
            notice.accept("Starting the embedded servers (no GALLRA_DB_URL is set) ...");
        }
        return GallraSettings.from(
                environment, Optional.of(running.orElseGet(servers::up).properties()));
    }

    List<String> migrate() {
        return embedded() ? setUp().migrate() : new SchemaMigration(built().pool(DatabaseRole.OWNER)).migrate();
    }

    EmbeddedSchemaSetup setUp() {
        House open = built();
        List<String> people = embedded()
                ? servers.status().stream()
                        .flatMap(running -> Stream.of("db.finance.user", "db.second.user")
                                .map(key -> running.properties().getProperty(key, "")))
                        .filter(user -> !user.isEmpty())
                        .toList()
                : List.of();
        return new EmbeddedSchemaSetup(open, people, notice);
    }

    DemoSummary demo(long rows, boolean reset) {
        if (reset && !embedded()) {
            throw RefusedException.refused(
                    "--reset is for the embedded servers only. On a server of your own, drop both schemas and empty"
                            + " the bucket yourself, then: gallra demo");
        }
        if (reset && servers.down()) {
            notice.accept("Ended the embedded servers; what they held is gone.");
        }
        DemoSummary summary = new DemoService(built(), setUp(), embedded(), notice)
                .complete(SwedishCalendar.localDate(clock.instant()), rows);
        ready = true;
        return summary;
    }

    /** What the runs of a demonstration need, asked for and approved by two invented people. */
    DemoAgreement demoAgreement(Map<DataCategory, Long> going) {
        return new DemoApprovers(built(), notice).agree(going);
    }

    @Override
    public void close() {
        if (house != null) {
            house.close();
        }
    }
}
