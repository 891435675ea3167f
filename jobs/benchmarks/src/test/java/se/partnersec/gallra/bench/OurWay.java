package se.partnersec.gallra.bench;

import java.time.Instant;
import java.util.Optional;
import se.partnersec.gallra.testing.Program;

/** The program itself, as users start it; the time is that of its dispose step, by Spring Batch. */
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
    public double run(AgedRows rows) {
        Program.Answer answer =
                server.program().with("GALLRA_CHUNK", String.valueOf(chunk)).run("run", "ip-logs");
        if (answer.exit() != 0) {
            throw new IllegalStateException("the run ended with " + answer.exit() + ": " + answer.out() + answer.err());
        }
        return OurRun.stepSeconds(server);
    }

    @Override
    public Optional<Instant> began() {
        return Optional.of(OurRun.stepBegan(server));
    }
}
