package se.partnersec.gallra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import se.partnersec.gallra.testing.Program;

/**
 * Measures a nightly run over what newly fell due, alone in the table and behind rows that a hold has kept for years. The first
 * night with them, which fills the register of what is kept, is told apart. Runs are started as the timers start them.
 */
public final class HeldBench {
    private static final String USAGE = """
            Usage: scripts/bench held [--held 1000000] [--due 100000] [--rounds 5] [--bar 1.3] [--pool MB]
                                [-Ddb=mysql]
              --held    rows under a hold        --due   rows that fell due since the run before
              --rounds  nights of each kind      --bar   highest ratio that passes
              --pool    megabytes of the server's buffer pool, if not what it came with
            Ends with 0 if the bar is met, 1 if it is missed.""";
    /** From the first record of the run to its closing; the start of the JVM and what is checked before is not in it. */
    private static final String RUN = """
            SELECT TIMESTAMPDIFF(MICROSECOND, e.START_TIME, e.END_TIME) / 1e6 FROM BATCH_JOB_EXECUTION e
            ORDER BY e.JOB_EXECUTION_ID DESC LIMIT 1""";

    private static final String STEPS = """
            SELECT STEP_NAME, TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME) / 1e6 FROM BATCH_STEP_EXECUTION
            WHERE JOB_EXECUTION_ID = (SELECT MAX(JOB_EXECUTION_ID) FROM BATCH_JOB_EXECUTION) ORDER BY STEP_EXECUTION_ID""";

    private final BenchServer server;
    private final HeldRows rows;
    private final long due;

    private HeldBench(BenchServer server, HeldRows rows, long due) {
        this.server = server;
        this.rows = rows;
        this.due = due;
    }

    /** @param command seconds of the whole command, the start of its JVM with it */
    private record Night(double run, double command) {}

    public static void main(String[] args) {
        long held = 1_000_000;
        long due = 100_000;
        int rounds = 5;
        double bar = 1.3;
        int pool = 0;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--held" -> held = Long.parseLong(value);
                case "--due" -> due = Long.parseLong(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--pool" -> pool = Integer.parseInt(value);
                case "--bar" -> bar = Double.parseDouble(value);
                default -> {
                    System.err.println(USAGE);
                    System.exit(args[i].equals("--help") ? 0 : 2);
                }
            }
        }
        try (BenchServer server = BenchServer.start()) {
            if (pool > 0) {
                server.pool(pool);
            }
            System.err.println(server.description());
            HeldRows rows = new HeldRows(server.jdbc(), server.fill(1000).name());
            boolean met = new HeldBench(server, rows, due).measure(held, rounds, bar);
            System.exit(met ? 0 : 1);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private boolean measure(long held, int rounds, double bar) {
        rows.clear();
        List<Night> alone = nights("alone", rounds);
        rows.held(held);
        night("the first with what is held", 0);
        List<Night> behind = nights("behind what is held", rounds);
        double ratio = median(behind, true) / median(alone, true);
        System.out.printf(
                Locale.ROOT,
                "%n| night | run, s, median of %d (min-max) | whole command, s |%n|---|---|---|%n"
                        + "| %,d due alone | %s | %s |%n| %,d due behind %,d held | %s | %s |%n%n",
                rounds,
                due,
                spread(alone, true),
                spread(alone, false),
                due,
                held,
                spread(behind, true),
                spread(behind, false));
        System.out.printf(
                Locale.ROOT,
                "%s run behind what is held to run alone: %.2f (bar %.2f); whole command %.2f%n",
                ratio <= bar ? "ok  " : "MISS",
                ratio,
                bar,
                median(behind, false) / median(alone, false));
        return ratio <= bar;
    }

    /** The first warms up and is not counted. */
    private List<Night> nights(String what, int rounds) {
        List<Night> nights = new ArrayList<>();
        for (int i = 0; i <= rounds; i++) {
            Night night = night(what + (i == 0 ? " (warm-up, not counted)" : ""), due);
            if (i > 0) {
                nights.add(night);
            }
        }
        return nights;
    }

    private Night night(String what, long newly) {
        long before = rows.left();
        if (newly > 0) {
            rows.due(newly);
            server.settle();
        }
        long from = System.nanoTime();
        Program.Answer answer =
                server.program().start("--plain", "run", "ip-logs").await();
        double command = (System.nanoTime() - from) / 1e9;
        if (answer.exit() != 0 || newly > 0 && rows.left() != before) {
            throw new IllegalStateException("the run ended with " + answer.exit() + ", " + rows.left()
                    + " rows left where " + before + " are held: " + answer.out() + answer.err());
        }
        Double run = server.jdbc().queryForObject(RUN, Double.class);
        Night night = new Night(run == null ? 0 : run, command);
        System.err.printf(
                Locale.ROOT,
                "%s: run %.2f s, command %.2f s; %s%n",
                what,
                night.run(),
                night.command(),
                String.join(
                        ", ",
                        server.jdbc()
                                .query(
                                        STEPS,
                                        (row, i) -> String.format(
                                                Locale.ROOT, "%s %.2f", row.getString(1), row.getDouble(2)))));
        return night;
    }

    private static double median(List<Night> nights, boolean run) {
        return of(nights, run).median();
    }

    private static String spread(List<Night> nights, boolean run) {
        return of(nights, run).fine();
    }

    private static Spread of(List<Night> nights, boolean run) {
        return Spread.of(nights.stream()
                .map(night -> run ? night.run() : night.command())
                .toList());
    }
}
