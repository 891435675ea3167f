package se.partnersec.gallra.erasure.verify;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Looks once more, after a chunk was committed, for rows that decide about what it took and were not there when it was decided.
 * Nothing takes the chunk back any more, so somebody has to look. What comes later than the next chunk is a fact like any other.
 */
public final class LateFacts implements StepExecutionListener {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    static final String CODE = "FACT_CAME_LATE";

    private final GuardedChunk guard;
    private final FindingRepository.Writer findings;
    private final RunIdentity run;
    private final TransactionTemplate own;
    private GuardedChunk.@Nullable Decision taken;

    public LateFacts(
            GuardedChunk guard,
            FindingRepository.Writer findings,
            RunIdentity run,
            PlatformTransactionManager manager) {
        this.guard = guard;
        this.findings = findings;
        this.run = run;
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Told of a chunk that is about to be committed. */
    public void await(GuardedChunk.Decision decided) {
        taken = decided.read().known().isEmpty() ? null : decided;
    }

    /** The chunk is committed. */
    public void look() {
        GuardedChunk.Decision decided = taken;
        taken = null;
        if (decided == null) {
            return;
        }
        own.executeWithoutResult(t -> {
            Set<RecordKey> late = guard.late(decided);
            findings.note(
                    run.id(),
                    late.stream()
                            .map(key ->
                                    findings.of(key, CODE, SENTENCES.say("verify.row-decides-about-came-while-erased")))
                            .toList());
        });
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        // What was rolled back, or may have been, is decided anew.
        if (step.getStatus() == BatchStatus.COMPLETED || step.getStatus() == BatchStatus.STOPPED) {
            look();
        }
        return null;
    }
}
