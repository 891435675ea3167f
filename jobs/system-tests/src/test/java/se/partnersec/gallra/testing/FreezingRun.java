package se.partnersec.gallra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;

/** A process of its own that runs a category and says where it is, so that it can be stopped there and woken later. */
public final class FreezingRun {
    private FreezingRun() {}

    /** category, date, point, which pass of the point, the file that says it is there, the file for the result. */
    public static void main(String[] args) throws IOException {
        CrashPoint where = CrashPoint.valueOf(args[2]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[3]));
        Path there = Path.of(args[4]);
        CrashPoint.Witness witness = point -> {
            if (point == where && left.decrementAndGet() == 0) {
                wait(there);
            }
        };
        GallraSettings settings = GallraSettings.from(System.getenv(), Optional.empty());
        int exit;
        try (SuiteContext suite = SuiteContext.of(settings, Clock.systemUTC(), witness)) {
            List<RunResult> results = suite.runs().run(new DataCategory(args[0]), LocalDate.parse(args[1]));
            Files.writeString(Path.of(args[5]), results.toString());
            exit = results.get(results.size() - 1).exit().number();
        }
        System.exit(exit);
    }

    /** Stays until the file is taken away, which the test does once the process is stopped. */
    private static void wait(Path there) {
        try {
            Files.writeString(there, "here");
            while (Files.exists(there)) {
                Thread.sleep(10);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
