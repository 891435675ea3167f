package se.partnersec.gallra;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.DemoAgreement;
import se.partnersec.gallra.demo.DemoSummary;
import se.partnersec.gallra.demo.DevServers;
import se.partnersec.gallra.demo.RunningServers;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.store.Migrations;
import se.partnersec.gallra.store.Role;
import se.partnersec.gallra.store.Settings;
import se.partnersec.gallra.support.RefusedException;

/** Opens the house when it is first needed: on the servers the environment names, or else on the embedded ones. */
final class Opening implements AutoCloseable {
    private final Map<String, String> environment;
    private final Clock clock;
    private final Consumer<String> notice;
    private final DevServers servers;
    private @Nullable Paperwork papers;
    private @Nullable House house;
    private @Nullable Questions questions;
    private boolean ready;

    /** @param notice told what is done on the way, such as starting servers */
    Opening(Map<String, String> environment, Clock clock, Consumer<String> notice) {
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
            papers = new Paperwork(Settings.configFolder(environment));
        }
        return papers;
    }

    /** The house with everything ready for work; on the embedded servers that is our doing. */
    House house() {
        House open = built();
        if (embedded() && !ready) {
            EmbeddedSetUp setUp = setUp();
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
        return Settings.wantsEmbedded(environment);
    }

    private Settings settings() {
        if (!embedded()) {
            return Settings.from(environment, Optional.empty());
        }
        Optional<RunningServers> running = servers.status();
        if (running.isEmpty()) {
            notice.accept("Starting the embedded servers (no GALLRA_DB_URL is set) ...");
        }
        return Settings.from(
                environment, Optional.of(running.orElseGet(servers::up).properties()));
    }

    List<String> migrate() {
        return embedded() ? setUp().migrate() : new Migrations(built().pool(Role.OWNER)).migrate();
    }

    EmbeddedSetUp setUp() {
        House open = built();
        List<String> people = embedded()
                ? servers.status().stream()
                        .flatMap(running -> Stream.of("db.finance.user", "db.second.user")
                                .map(key -> running.properties().getProperty(key, "")))
                        .filter(user -> !user.isEmpty())
                        .toList()
                : List.of();
        return new EmbeddedSetUp(open, people, notice);
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
        DemoSummary summary = new DemoSetUp(built(), setUp(), embedded(), notice)
                .complete(SwedishCalendar.localDate(clock.instant()), rows);
        ready = true;
        return summary;
    }

    /** What the runs of a demonstration need, asked for and approved by two invented people. */
    DemoAgreement demoAgreement(Map<DataCategory, Long> going) {
        return new DemoPeople(built(), notice).agree(going);
    }

    @Override
    public void close() {
        if (house != null) {
            house.close();
        }
    }
}
