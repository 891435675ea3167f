package se.partnersec.gallra.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import se.partnersec.gallra.testing.Program;

/** The program itself, as users start it; the time of its dispose step is that of Spring Batch. */
record OurWay(BenchServer server, int chunk) implements Way {
    @Override
    public String name() {
        return "ours";
    }

    @Override
    public String words() {
        return "dispose step: gate, lease, locks, decision, ledger, checkpoint";
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public Took run(AgedRows rows) {
        Program program = server.program().with("GALLRA_CHUNK", String.valueOf(chunk));
        Instant called = Instant.now();
        Program.Answer answer = program.run("run", "ip-logs");
        double whole = seconds(called, Instant.now());
        if (answer.exit() != 0) {
            throw new IllegalStateException("the run ended with " + answer.exit() + ": " + answer.out() + answer.err());
        }
        Map<String, Double> steps = OurRun.steps(server);
        double others =
                whole - steps.values().stream().mapToDouble(each -> each).sum();
        System.err.println("seconds of ours: "
                + steps.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s %.2f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, ", start and end %.2f", others));
        return new Took(
                OurRun.stepSeconds(server),
                whole,
                seconds(called, OurRun.firstChunk(server)),
                OurRun.stepBegan(server));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
