package se.partnersec.gallra.testing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;

/** A process of its own that runs a category and dies, without a goodbye, where it is told to. */
public final class CrashingRun {
    private CrashingRun() {}

    /**
     * Runs a category for today, and takes the process for dead without waiting until its heart has been still long enough.
     *
     * @return whether it died there
     */
    public static boolean kill(Workplace work, DataCategory category, CrashPoint point, int pass) {
        return kill(work, category, work.today(), point, pass);
    }

    /** The same for another day: a test that began before midnight goes on with the day it began. */
    public static boolean kill(Workplace work, DataCategory category, LocalDate asOf, CrashPoint point, int pass) {
        Process child = Child.start(
                work.settings(), CrashingRun.class, category.id(), asOf.toString(), point.name(), String.valueOf(pass));
        int exit = Child.await(child, 120);
        work.admin().update("UPDATE heartbeat SET beat_at = beat_at - INTERVAL 1 MINUTE");
        return exit == 137;
    }

    /** category, date, point, which pass of the point kills it. */
    public static void main(String[] args) {
        CrashPoint fatal = CrashPoint.valueOf(args[2]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[3]));
        CrashPoint.Witness witness = point -> {
            if (point == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
        GallraSettings settings = GallraSettings.from(System.getenv(), Optional.empty());
        try (SuiteContext suite = SuiteContext.of(settings, Clock.systemUTC(), witness)) {
            List<RunResult> results = suite.runs().run(new DataCategory(args[0]), LocalDate.parse(args[1]));
            System.out.println(results);
        }
    }
}
