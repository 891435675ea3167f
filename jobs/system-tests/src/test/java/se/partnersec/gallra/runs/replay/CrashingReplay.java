package se.partnersec.gallra.runs.replay;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.testing.StartedReplays;
import se.partnersec.gallra.testing.SuiteContext;

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
        SealSettings seals = new SealSettings(
                new SealSettings.KeyFiles(null, Path.of(args[3])),
                SealSettings.KeyFiles.NONE,
                Path.of(args[2]),
                null,
                "seals/",
                10,
                false);
        GallraSettings settings = new GallraSettings(
                usual.url(),
                usual.accounts(),
                usual.bucket(),
                usual.config(),
                usual.tags(),
                usual.chunk(),
                seals,
                false);
        try (SuiteContext suite = SuiteContext.of(settings, Clock.systemUTC(), witness)) {
            StartedReplays replays = suite.replays();
            ReplayRunner.Files files = new ReplayRunner.Files(Path.of(args[1]), null, null);
            ReplayRunner.Begun begun = replays.begin(args[0], files);
            begun.plan().categories().forEach(category -> System.out.println(replays.run(begun, category)));
        }
    }
}
