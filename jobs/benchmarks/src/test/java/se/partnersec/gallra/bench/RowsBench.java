package se.partnersec.gallra.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The program beside what others use to delete rows of a table in which most stay or most go: {@code scripts/bench rows}. */
final class RowsBench {
    private final RowsOptions options;
    private final BenchServer server;

    private RowsBench(RowsOptions options, BenchServer server) {
        this.options = options;
        this.server = server;
    }

    static int main(List<String> args) {
        if (args.equals(List.of("--help"))) {
            System.out.println(RowsOptions.USAGE);
            return 0;
        }
        RowsOptions options;
        try {
            options = RowsOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench rows: " + e.getMessage() + "\n" + RowsOptions.USAGE);
            return 2;
        }
        try (BenchServer server = BenchServer.start()) {
            return new RowsBench(options, server).run() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private boolean run() throws Exception {
        List<Way> ways = ways();
        if (options.partitions() > 0) {
            server.partition(options.partitions());
        }
        AgedRows rows = new AgedRows(server, options.rows(), options.due());
        rows.make();
        say(String.format(
                Locale.ROOT,
                (options.partitions() > 0 ? options.partitions() + " partitions of what is past its time, " : "")
                        + "%,d IP rows, %d%% past their time, 1 customer in %d under a hold",
                options.rows(),
                options.due(),
                IpLogRows.HELD_ONE_IN));
        boolean met = true;
        for (int pool : options.pools()) {
            if (pool > 0) {
                server.pool(pool);
            }
            say(server.description());
            met &= new RowsReport(rounds(ways, rows), RowsBars.of(server.poolMegabytes(), options.partitions() > 0))
                    .print();
        }
        return met;
    }

    private Map<Way, List<WayFigures>> rounds(List<Way> ways, AgedRows rows) throws Exception {
        Map<Way, List<WayFigures>> figures = new LinkedHashMap<>();
        for (int round = 0; round <= options.rounds(); round++) {
            for (int i = 0; i < ways.size(); i++) {
                // Whoever comes first takes turns.
                Way way = ways.get((i + round) % ways.size());
                WayFigures each = measure(way, rows, round);
                if (round > 0) {
                    figures.computeIfAbsent(way, w -> new ArrayList<>()).add(each);
                }
            }
        }
        return figures;
    }

    private List<Way> ways() {
        List<Way> all =
                new ArrayList<>(List.of(PlainWays.giant(server), PlainWays.limit(server), PlainWays.loop(server)));
        if (PtArchiver.installed()) {
            all.add(PtArchiver.fastest(server));
            all.add(PtArchiver.safe(server));
        } else {
            say("pt-archiver is not installed (Debian: percona-toolkit); left out");
        }
        all.add(new OurWay(server, options.chunk()));
        all.removeIf(way -> !options.wants(way.name()));
        return all;
    }

    /** The first round warms the server up and is not counted. */
    private WayFigures measure(Way way, AgedRows rows, int round) throws Exception {
        rows.again();
        long going = rows.going();
        Way.Took took;
        Probes probes = Probes.start(server, rows, way.ours());
        Instant called = Instant.now();
        double children = ServerCpu.ofEndedChildren().orElse(Double.NaN);
        CpuWatch watch = CpuWatch.start(server);
        try (probes;
                watch) {
            took = way.run(rows);
        }
        if (way.ours() && server.erased() != going) {
            throw new IllegalStateException("the ledger has " + server.erased() + " of " + going + " keys");
        }
        double client = (ServerCpu.ofEndedChildren().orElse(Double.NaN) - children) * 1e6 / going;
        long left = rows.going();
        if (left != 0) {
            throw new IllegalStateException(way.name() + " left " + left + " of " + going + " rows");
        }
        // What was deleted is only gone when the server has purged it, and that is its work too.
        server.settle();
        OptionalDouble after = server.cpuSeconds();
        double cpu = (after.orElse(Double.NaN) - watch.at(took.began() == null ? called : took.began())) * 1e6 / going;
        WayFigures each = new WayFigures(
                going / took.step(),
                going / took.whole(),
                took.first(),
                cpu,
                client,
                probes.longestHold(),
                probes.p99());
        say(String.format(Locale.ROOT, "round %d of %d: %-13s %s", round, options.rounds(), way.name(), each.line()));
        return each;
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
