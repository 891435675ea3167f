package se.partnersec.gallra.testing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import se.partnersec.gallra.House;
import se.partnersec.gallra.engine.CrashPoint;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.store.Settings;

/** A process of its own that runs a category and dies, without a goodbye, where it is told to. */
public final class CrashingRun {
    private CrashingRun() {}

    /** category, date, point, which pass of the point kills it. */
    public static void main(String[] args) {
        CrashPoint fatal = CrashPoint.valueOf(args[2]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[3]));
        CrashPoint.Witness witness = point -> {
            if (point == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
        Settings settings = Settings.from(System.getenv(), Optional.empty());
        try (House house = new House(settings, Clock.systemUTC(), witness)) {
            List<RunResult> results =
                    house.runs().run(DataCategory.of(args[0]).orElseThrow(), LocalDate.parse(args[1]));
            System.out.println(results);
        }
    }
}
