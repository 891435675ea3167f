package se.partnersec.gallra.runs.replay;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.app.wiring.House;
import se.partnersec.gallra.app.wiring.ReplayRunner;
import se.partnersec.gallra.app.wiring.RunService;
import se.partnersec.gallra.cli.rooms.ReplayRooms;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;

/** A process of its own that carries out a replay and dies, without a goodbye, where it is told to. */
public final class CrashingReplay {
    private CrashingReplay() {}

    /** plan, copy of the ledger, directory of seals, public key, point, which pass of the point kills it. */
    public static void main(String[] args) {
        CrashPoint fatal = CrashPoint.valueOf(args[4]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[5]));
        CrashPoint.Witness witness = point -> {
            if (point == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
        GallraSettings usual = GallraSettings.from(System.getenv(), Optional.empty());
        SealSettings seals = new SealSettings(null, Path.of(args[3]), Path.of(args[2]), null, "seals/", 10, false);
        GallraSettings settings = new GallraSettings(
                usual.url(),
                usual.accounts(),
                usual.bucket(),
                usual.config(),
                usual.tags(),
                usual.chunk(),
                seals,
                false);
        try (House house = new House(settings, Clock.systemUTC(), witness)) {
            ReplayRunner replays = new ReplayRunner(() -> house, new RunService(() -> house));
            ReplayRooms.Files files = new ReplayRooms.Files(Path.of(args[1]), null, null);
            replays.begin(args[0], files)
                    .categories()
                    .forEach(category -> System.out.println(replays.run(category, args[0], new Unwatched())));
        }
    }

    /** Nobody looks. */
    static final class Unwatched implements Rooms.Watcher {
        @Override
        public void started(DataCategory category, long runId, long candidates, long done) {}

        @Override
        public void moved(long seen, long erased) {}

        @Override
        public void stands(DataCategory category, @Nullable String why) {}
    }
}
