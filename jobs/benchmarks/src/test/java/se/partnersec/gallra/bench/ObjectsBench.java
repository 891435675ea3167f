package se.partnersec.gallra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The job of call recordings beside what others use to delete objects: {@code scripts/bench objects}. */
final class ObjectsBench {
    private static final double HEAP_BAR = 1.2;

    private final ObjectsOptions options;
    private final ObjectServer objects;
    private final BenchServer server;
    private final OurObjects ours;
    private final Map<ObjectWay, List<Double>> seconds = new LinkedHashMap<>();
    private final Set<ObjectWay> leftOut = new HashSet<>();

    private ObjectsBench(ObjectsOptions options, ObjectServer objects, BenchServer server) {
        this.options = options;
        this.objects = objects;
        this.server = server;
        this.ours = new OurObjects(server);
    }

    static int main(List<String> args) {
        if (args.equals(List.of("--help"))) {
            System.out.println(ObjectsOptions.USAGE);
            return 0;
        }
        ObjectsOptions options;
        try {
            options = ObjectsOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench objects: " + e.getMessage() + "\n" + ObjectsOptions.USAGE);
            return 2;
        }
        ObjectServer objects = ObjectServer.chosen();
        try (BenchServer server = BenchServer.start(objects.store().bucket(objects.bucket(true)))) {
            return new ObjectsBench(options, objects, server).run() || !options.bars() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private boolean run() throws Exception {
        say(server.description());
        say(String.format(
                Locale.ROOT,
                "%,d objects on %s, keys %s, %s",
                options.objects(),
                objects.name(),
                options.scattered() ? "scattered" : "in the order of their rows",
                options.versions() ? "a bucket with versions for each that erases them" : "buckets without versions"));
        if (!options.versions()) {
            ours.acceptUnguarded();
        }
        List<ObjectWay> ways = ways();
        for (int round = 0; round <= options.rounds(); round++) {
            for (int i = 0; i < ways.size(); i++) {
                // Whoever comes first takes turns.
                ObjectWay way = ways.get((i + round) % ways.size());
                if (!leftOut.contains(way)) {
                    measure(way, round);
                }
            }
        }
        boolean met = new ObjectsReport(options.objects(), objects.name(), seconds).print();
        return options.many() == 0 ? met : heap() && met;
    }

    private List<ObjectWay> ways() {
        List<ObjectWay> all = new ArrayList<>(List.of(new BareSequence()));
        all.add(ObjectTool.rclone(options.versions()));
        all.add(ObjectTool.rcloneOfBoth(options.versions()));
        all.add(ObjectTool.s3cmd());
        all.add(ours);
        all.removeIf(way -> !options.ways().isEmpty() && !options.ways().contains(way.name()));
        all.removeIf(way -> {
            boolean missing = way instanceof ObjectTool tool && !tool.installed();
            if (missing) {
                say(way.name() + " is not installed; left out");
            }
            return missing;
        });
        return all;
    }

    /** The first round warms the servers up and is not counted. */
    private void measure(ObjectWay way, int round) throws Exception {
        ObjectStock stock = stock(options.objects(), options.versions() && way.versioned());
        if (way == ours) {
            ours.name(stock);
        }
        double took = way.run(stock);
        long left = stock.left();
        if (left != 0) {
            String said = way.name() + " left " + left + " copies of " + stock.objects();
            if (!(way instanceof ObjectTool)) {
                throw new IllegalStateException(said);
            }
            say(said + " on this store, and ended as if it had erased them; left out");
            leftOut.add(way);
            seconds.remove(way);
            return;
        }
        say(String.format(
                Locale.ROOT,
                "round %d of %d: %-6s %,6.0f objects/s",
                round,
                options.rounds(),
                way.name(),
                stock.objects() / took));
        if (round > 0) {
            seconds.computeIfAbsent(way, w -> new ArrayList<>()).add(took);
        }
    }

    private ObjectStock stock(long number, boolean versioned) {
        ObjectStock stock = new ObjectStock(objects, objects.bucket(versioned), number, options.scattered());
        stock.put();
        return stock;
    }

    private boolean heap() {
        Spread few = heap(options.objects());
        Spread many = heap(options.many());
        double growth = many.max() / few.max();
        System.out.printf(
                Locale.ROOT,
                "%n| objects, -Xmx256m | used heap after collection, MB, median (min-max) |%n|---|---|%n"
                        + "| %,d | %s |%n| %,d | %s |%n%n%s highest heap at more objects: %.2f (bar %.2f)%n",
                options.objects(),
                few.fine(),
                options.many(),
                many.fine(),
                growth <= HEAP_BAR ? "ok  " : "MISS",
                growth,
                HEAP_BAR);
        return growth <= HEAP_BAR;
    }

    private Spread heap(long number) {
        ObjectStock stock = stock(number, options.versions());
        ours.name(stock);
        try {
            Path log = Files.createTempFile("gallra-gc", ".log");
            double took =
                    ours.run(stock, server.program().with("JDK_JAVA_OPTIONS", "-Xlog:gc:file=" + log), OurRun::collect);
            Spread heaps = Spread.of(OurRun.heaps(log));
            Files.delete(log);
            say(String.format(
                    Locale.ROOT,
                    "%,d objects: %.0f MB used after collections, at most %.0f; %,.0f objects/s while collecting",
                    number,
                    heaps.median(),
                    heaps.max(),
                    number / took));
            return heaps;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
