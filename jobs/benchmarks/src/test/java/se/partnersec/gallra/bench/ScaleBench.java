package se.partnersec.gallra.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import se.partnersec.gallra.config.settings.GallraSettings;

/** What a row costs the dispose step as tables and the register of holds grow: {@code scripts/bench scale}. */
final class ScaleBench {
    static final String USAGE = """
            Usage: scripts/bench scale [--rows 1000000] [--times 4] [--holds 1000] [--more-holds 100000] [--rounds 3] [-Ddb=mysql]
              --rows   rows of the table, all past their time     --times       so many times the rows
              --holds  holds in the register, one customer in twenty of these rows among them
              --more-holds  so many instead, the others on customers without rows here
              --rounds rounds after one that warms up
            Ends with 0 if a row costs no more than 1.15 times as much in the larger table and 1.3 times beside more holds.""";
    private static final double TABLE_BAR = 1.15;
    private static final double HOLDS_BAR = 1.3;
    private static final String SMALL = "fewer rows, fewer holds";
    private static final String LARGE = "more rows";
    private static final String HELD = "more holds";

    private final BenchServer server;
    private final int chunk;
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    private ScaleBench(BenchServer server, int chunk) {
        this.server = server;
        this.chunk = chunk;
    }

    static int main(List<String> args) {
        Map<String, Long> options = new LinkedHashMap<>(Map.of(
                "--rows", 1_000_000L, "--times", 4L, "--holds", 1000L, "--more-holds", 100_000L, "--rounds", 3L));
        for (int i = 0; i < args.size(); i += 2) {
            if (!options.containsKey(args.get(i))
                    || i + 1 == args.size()
                    || !args.get(i + 1).matches("[1-9]\\d{0,8}")) {
                System.err.println(USAGE);
                return args.get(i).equals("--help") ? 0 : 2;
            }
            options.put(args.get(i), Long.parseLong(args.get(i + 1)));
        }
        try (BenchServer server = BenchServer.start()) {
            System.err.println(server.description());
            ScaleBench bench = new ScaleBench(server, GallraSettings.DEFAULT_CHUNK);
            for (long round = 0; round <= options.getOrDefault("--rounds", 3L); round++) {
                bench.round(options, round > 0);
            }
            return bench.report() ? 0 : 1;
        }
    }

    private void round(Map<String, Long> options, boolean counts) {
        long rows = options.getOrDefault("--rows", 0L);
        long holds = options.getOrDefault("--holds", 0L);
        server.holdsInAll(holds);
        measure(SMALL, rows, counts);
        measure(LARGE, rows * options.getOrDefault("--times", 1L), counts);
        server.holdsInAll(options.getOrDefault("--more-holds", 0L));
        measure(HELD, rows, counts);
    }

    private void measure(String what, long rows, boolean counts) {
        OurRun run = OurRun.of(server, server.fill(rows), chunk, false);
        double each = 1e6 / run.rate();
        System.err.printf(
                Locale.ROOT,
                "%s: %,d rows, %.2f us a row%s%n",
                what,
                rows,
                each,
                counts ? "" : " (warm-up, not counted)");
        if (counts) {
            micros.computeIfAbsent(what, w -> new ArrayList<>()).add(each);
        }
    }

    private boolean report() {
        System.out.printf(Locale.ROOT, "%n| dispose step | us a row, median (min-max) |%n|---|---|%n");
        micros.forEach((what, figures) -> System.out.printf(
                Locale.ROOT, "| %s | %s |%n", what, Spread.of(figures).fine()));
        System.out.println();
        return verdict(LARGE, TABLE_BAR) & verdict(HELD, HOLDS_BAR);
    }

    private boolean verdict(String what, double bar) {
        double ratio = median(what) / median(SMALL);
        System.out.printf(
                Locale.ROOT,
                "%s cost of a row, %s: %.2f (bar %.2f)%n",
                ratio <= bar ? "ok  " : "MISS",
                what,
                ratio,
                bar);
        return ratio <= bar;
    }

    private double median(String what) {
        return Spread.of(micros.getOrDefault(what, List.of())).median();
    }
}
