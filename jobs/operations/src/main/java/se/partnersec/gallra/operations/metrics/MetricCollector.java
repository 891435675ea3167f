package se.partnersec.gallra.operations.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;

/**
 * Collects figures, part by part. A part that cannot be looked at is left out and said to be so; if the database itself does not
 * answer there are no figures at all.
 */
public final class MetricCollector {
    /** Asks for a few rows: fit for every scrape. */
    public static final String RUNS = "runs";
    /** Meets every due record and every row of the ledger: costs about what a plan and a verification cost. */
    public static final String RECORDS = "records";

    private final Supplier<Instant> clock;
    private final List<MetricPart> runs;
    private final List<MetricPart> records;
    private final MetricSnapshot always;

    /**
     * @param clock the database's, asked first and last: while it does not answer there are no figures
     * @param versions what does not change while the program runs
     */
    public MetricCollector(
            Supplier<Instant> clock, List<MetricPart> runs, List<MetricPart> records, Versions versions) {
        this.clock = clock;
        this.runs = List.copyOf(runs);
        this.records = List.copyOf(records);
        this.always = new MetricSnapshot();
        always.set(MetricDefinition.POLICY, 1, versions.policy(), versions.fingerprint());
        always.set(MetricDefinition.BUILD, 1, versions.program());
    }

    /**
     * @param policy version of the policy
     * @param fingerprint of policy and mapping
     * @param program version of the program
     */
    public record Versions(String policy, String fingerprint, String program) {}

    /** @param failed parts that could not be looked at, in the order they were tried */
    public record Collected(MetricSnapshot figures, List<String> failed) {
        public Collected {
            failed = List.copyOf(failed);
        }

        /** Both together. */
        public Collected with(Collected other) {
            MetricSnapshot both = new MetricSnapshot();
            both.add(figures);
            both.add(other.figures());
            List<String> all = new ArrayList<>(failed);
            all.addAll(other.failed());
            return new Collected(both, all);
        }
    }

    /**
     * Everything.
     *
     * @param fault told of each part that cannot be looked at, and why
     */
    public Collected all(BiConsumer<String, RuntimeException> fault) {
        return records(fault).with(runs(fault));
    }

    /** What runs do and did. */
    public Collected runs(BiConsumer<String, RuntimeException> fault) {
        return collect(RUNS, runs, fault);
    }

    /** What is due, kept and late, and whether the ledger is intact. */
    public Collected records(BiConsumer<String, RuntimeException> fault) {
        return collect(RECORDS, records, fault);
    }

    /** Why a part could not be looked at: code and state, never the server's text, which may quote a record. */
    public static String words(RuntimeException why) {
        return SqlErrorClassifier.words(why);
    }

    private Collected collect(String look, List<MetricPart> parts, BiConsumer<String, RuntimeException> fault) {
        Instant began = clock.get();
        MetricSnapshot all = new MetricSnapshot();
        all.add(always);
        List<String> failed = new ArrayList<>();
        for (MetricPart part : parts) {
            MetricSnapshot its = new MetricSnapshot();
            boolean seen = false;
            try {
                part.look().accept(its);
                seen = true;
            } catch (RuntimeException e) {
                // One that fails must not hide the others, and its own absence is told below.
                fault.accept(part.name(), e);
                failed.add(part.name());
            }
            if (seen) {
                all.add(its);
            }
            all.set(MetricDefinition.ERRORS, !seen, part.name());
        }
        // A database that went away meanwhile explains every failure: nothing is told then, rather than half of it.
        Instant ended = clock.get();
        all.set(MetricDefinition.COLLECTED, ended, look);
        all.set(MetricDefinition.TOOK, Duration.between(began, ended).toMillis() / 1000.0, look);
        return new Collected(all, failed);
    }
}
