package se.partnersec.gallra.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Workplace;

/**
 * Measures what commands cost that do little: help, a typing error, the rules, and the question of every morning, by
 * {@code scripts/gallra} as people type it, as built and after {@code scripts/quicken}.
 */
public final class StartBench {
    private static final String USAGE = """
            Usage: scripts/bench start [--rounds 10] [-Ddb=mysql]
              --rounds  how often each command is typed, in turn
            Ends with 0 if help took 0.3 s and status 1.3 s at most (medians, after scripts/quicken), 1 if not.""";

    private static final double HELP_BAR = 0.3;
    private static final double STATUS_BAR = 1.3;
    private static final Path SCRIPTS = Path.of("..", "..", "scripts");
    private static final Path SAID = Path.of("target", "start-bench.txt");

    private final Map<String, String> environment;

    private StartBench(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What is typed, and the exit code that says it was done. */
    private record Typed(int exit, String... words) {
        String name() {
            return "gallra " + String.join(" ", words);
        }
    }

    private static final Typed HELP = new Typed(0, "--help");
    private static final Typed STATUS = new Typed(0, "status");
    private static final List<Typed> ALL =
            List.of(HELP, new Typed(2, "run", "--nonsense"), new Typed(0, "policy", "check"), STATUS);

    public static void main(String[] args) throws Exception {
        if (args.length != 0 && !(args.length == 2 && args[0].equals("--rounds"))) {
            System.err.println(USAGE);
            System.exit(args[0].equals("--help") ? 0 : 2);
        }
        int rounds = args.length == 0 ? 10 : Integer.parseInt(args[1]);
        Path home = Files.createTempDirectory("gallra-start-bench");
        try (Workplace work = new Workplace(100)) {
            StartBench bench = new StartBench(Program.at(work, home).environment());
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d cores, load %.1f; Java %s (%s); database %s%n%n| typed | %s | s, median of %d (min-max) |"
                            + "%n|---|---|---|%n",
                    System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    Runtime.getRuntime().availableProcessors(),
                    java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                            .getSystemLoadAverage(),
                    System.getProperty("java.version"),
                    System.getProperty("java.vendor"),
                    System.getProperty("db", "embedded"),
                    "scripts/quicken",
                    rounds);
            bench.quicken("--remove");
            bench.measure("no", rounds);
            bench.quicken("status");
            Map<Typed, Spread> after = bench.measure("yes", rounds);
            bench.quicken("--remove");
            System.exit(verdict(after, HELP, HELP_BAR) & verdict(after, STATUS, STATUS_BAR) ? 0 : 1);
        }
    }

    private static boolean verdict(Map<Typed, Spread> figures, Typed typed, double bar) {
        Spread spread = Objects.requireNonNull(figures.get(typed));
        boolean met = spread.median() <= bar;
        System.out.printf(
                Locale.ROOT, "%s %s: %.2f s (bar %.1f)%n", met ? "ok  " : "MISS", typed.name(), spread.median(), bar);
        return met;
    }

    /** In turn, so that what else the machine does meets all of them; the first of each warms the disk and is not counted. */
    private Map<Typed, Spread> measure(String quickened, int rounds) throws IOException, InterruptedException {
        Map<Typed, List<Double>> figures = new LinkedHashMap<>();
        for (int i = 0; i <= rounds; i++) {
            for (Typed typed : ALL) {
                double seconds = seconds(typed);
                if (i > 0) {
                    figures.computeIfAbsent(typed, t -> new ArrayList<>()).add(seconds);
                }
            }
        }
        Map<Typed, Spread> spreads = new LinkedHashMap<>();
        figures.forEach((typed, each) -> {
            spreads.put(typed, Spread.of(each));
            System.out.printf(
                    "| %s | %s | %s |%n",
                    typed.name(), quickened, Spread.of(each).fine());
        });
        return spreads;
    }

    private double seconds(Typed typed) throws IOException, InterruptedException {
        long from = System.nanoTime();
        int exit = script("gallra", typed.words());
        double seconds = (System.nanoTime() - from) / 1e9;
        if (exit != typed.exit()) {
            throw new IllegalStateException(typed.name() + " ended with " + exit + ": " + Files.readString(SAID));
        }
        return seconds;
    }

    private void quicken(String... words) throws IOException, InterruptedException {
        if (script("quicken", words) != 0) {
            throw new IllegalStateException(Files.readString(SAID));
        }
    }

    private int script(String name, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(SAID.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(each -> each.startsWith("GALLRA_"));
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
