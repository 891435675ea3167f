package se.partnersec.gallra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measures the dispose step beside a loop of bare deletes, and the heap it needs for few and for many rows. */
public final class Bench {
    private final BenchOptions options;
    private final List<Round> rounds = new ArrayList<>();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("rows")) {
            System.exit(RowsBench.main(List.of(args).subList(1, args.length)));
        }
        if (args.length > 0 && args[0].equals("scale")) {
            System.exit(ScaleBench.main(List.of(args).subList(1, args.length)));
        }
        if (args.length > 0 && args[0].equals("objects")) {
            System.exit(ObjectsBench.main(List.of(args).subList(1, args.length)));
        }
        if (args.length == 1 && args[0].equals("--help")) {
            System.out.println(
                    String.join("\n\n", BenchOptions.USAGE, RowsOptions.USAGE, ScaleBench.USAGE, ObjectsOptions.USAGE));
            return;
        }
        BenchOptions options;
        try {
            options = BenchOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + BenchOptions.USAGE);
            System.exit(2);
            return;
        }
        try {
            System.exit(new Bench(options).run() ? 0 : 1);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** One measurement of each way on the same rows, in rows a second. */
    private record Round(double ours, double keysRead, double keysKnown) {
        double ratio() {
            return ours / keysRead;
        }

        double ratioToKnown() {
            return ours / keysKnown;
        }
    }

    private boolean run() {
        try (BenchServer server = BenchServer.start()) {
            say(server.description());
            say(String.format(
                    Locale.ROOT,
                    "%,d expired IP rows, 1 in %d of them under a hold, chunks of %d",
                    options.rows(),
                    IpLogRows.HELD_ONE_IN,
                    options.chunk()));
            measureRounds(server);
            boolean passed = report();
            if (options.many() > 0) {
                passed &= measureHeap(server);
            }
            return passed;
        }
    }

    /** The first round warms the server up and is not counted; whoever comes first takes turns. */
    private void measureRounds(BenchServer server) {
        KeyListLoop loop = new KeyListLoop(server);
        for (int i = 0; i <= options.rounds(); i++) {
            double ours = i % 2 == 0 ? 0 : ours(server, options.rows(), false).rate();
            double keysRead = loop.keysRead(server.fill(options.rows()));
            double keysKnown = loop.keysKnown(server.fill(options.rows()));
            Round round =
                    new Round(i % 2 == 0 ? ours(server, options.rows(), false).rate() : ours, keysRead, keysKnown);
            say(String.format(
                    Locale.ROOT,
                    "round %d of %d: loop %,.0f rows/s (keys known: %,.0f), dispose step %,.0f rows/s, ratio %.2f%s",
                    i,
                    options.rounds(),
                    round.keysRead(),
                    round.keysKnown(),
                    round.ours(),
                    round.ratio(),
                    i == 0 ? " (warm-up, not counted)" : ""));
            if (i > 0) {
                rounds.add(round);
            }
        }
    }

    private OurRun ours(BenchServer server, long rows, boolean collecting) {
        IpLogRows table = server.fill(rows);
        return OurRun.of(server, table, options.chunk(), collecting);
    }

    private boolean report() {
        Spread ratio = spread(Round::ratio);
        System.out.printf(
                Locale.ROOT,
                "%n| way | rows/s, median of %d (min-max) | dispose step to it |%n|---|---|---|%n"
                        + "| loop of DELETE ... WHERE id IN (%d ids), keys read, a commit each | %s | %s |%n"
                        + "| the same with keys known beforehand | %s | %s |%n"
                        + "| dispose step: gate, lease, locks, decision, ledger, checkpoint | %s | |%n%n",
                rounds.size(),
                KeyListLoop.KEYS,
                spread(Round::keysRead).whole(),
                ratio.fine(),
                spread(Round::keysKnown).whole(),
                spread(Round::ratioToKnown).fine(),
                spread(Round::ours).whole());
        return verdict("ratio to the loop", ratio.median(), ratio.median() >= options.bar(), options.bar());
    }

    private Spread spread(ToDoubleFunction<Round> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private boolean measureHeap(BenchServer server) {
        OurRun few = ours(server, options.rows(), true);
        say(few.heapLine());
        OurRun many = ours(server, options.many(), true);
        say(many.heapLine());
        double growth = many.highest() / few.highest();
        System.out.printf(
                Locale.ROOT,
                "| rows, -Xmx256m | used heap after collection, median (highest) | collections |%n|---|---|---|%n"
                        + "| %,d | %.1f (%.1f) MB | %d |%n| %,d | %.1f (%.1f) MB | %d |%n%n",
                few.rows(),
                few.heap(),
                few.highest(),
                few.collections(),
                many.rows(),
                many.heap(),
                many.highest(),
                many.collections());
        return verdict("heap at more rows", growth, growth <= 1.2, 1.2);
    }

    private static boolean verdict(String what, double figure, boolean passes, double bar) {
        System.out.printf(Locale.ROOT, "%s %s: %.2f (bar %.2f)%n", passes ? "ok  " : "MISS", what, figure, bar);
        return passes;
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
