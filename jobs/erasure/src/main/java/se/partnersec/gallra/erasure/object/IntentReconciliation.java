package se.partnersec.gallra.erasure.object;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Settles what earlier attempts left open. An intent whose version is not there any more was carried out. One whose version is there is in
 * doubt until its request cannot be carried out any more: only who knows that nothing was sent takes an intent back.
 */
public final class IntentReconciliation {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final int PAGE = 500;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final List<String> CODES = List.of(FindingRepository.FOUND_AGAIN);
    private final ObjectBucket bucket;
    private final ObjectIntentRepository intents;
    private final FindingRepository.Writer findings;
    private final LeaseCheck lease;
    private final TransactionTemplate own;
    private final TransactionTemplate anew;

    public IntentReconciliation(
            ObjectBucket bucket,
            ObjectIntentRepository intents,
            FindingRepository.Writer findings,
            LeaseCheck lease,
            PlatformTransactionManager manager) {
        this.bucket = bucket;
        this.intents = intents;
        this.findings = findings;
        this.lease = lease;
        this.own = new TransactionTemplate(manager);
        this.anew = new TransactionTemplate(manager);
        anew.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Looks for every version on record; those still there are decided anew when their record is met. */
    public void settle(long runId) {
        String other = intents.elsewhere(runId);
        if (other != null) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    SENTENCES.say("object.objects-bucket-were-asked-gallra-s3", other, bucket.name(), other));
        }
        settle(own);
    }

    private void settle(TransactionTemplate transaction) {
        intents.eachUnsettled(PAGE, page -> {
            List<ObjectIntentRepository.Intent> gone = new ArrayList<>(gone(page));
            List<ObjectIntentRepository.Intent> there = without(page, gone);
            List<ObjectIntentRepository.Intent> over =
                    there.stream().filter(ObjectIntentRepository.Intent::over).toList();
            if (!over.isEmpty()) {
                // Twice, as one listing may be stale.
                gone.addAll(gone(over));
            }
            List<ObjectIntentRepository.Intent> stay = without(over, gone);
            List<ObjectIntentRepository.Intent> doubtful = there.stream()
                    .filter(intent -> intent.state() != ObjectIntentRepository.State.IN_DOUBT)
                    .toList();
            transaction.executeWithoutResult(t -> {
                // Behind its successor nothing is settled: that one would end without a line in the ledger.
                lease.confirm();
                intents.settle(ObjectIntentRepository.State.GONE, gone);
                intents.settle(ObjectIntentRepository.State.WITHDRAWN, stay);
                intents.settle(ObjectIntentRepository.State.IN_DOUBT, doubtful);
            });
        });
    }

    private static List<ObjectIntentRepository.Intent> without(
            List<ObjectIntentRepository.Intent> page, List<ObjectIntentRepository.Intent> some) {
        Set<ObjectIntentRepository.Intent> less = new HashSet<>(some);
        return page.stream().filter(intent -> !less.contains(intent)).toList();
    }

    /**
     * Waits until no request of a run can be carried out any more, and settles them. Called where nothing else is left to do: what is
     * in doubt then is about records that something keeps since.
     *
     * @return whether a version went after all of a record that stays
     */
    public boolean await(long runId, RunControl control) {
        boolean doubted = intents.doubtful(runId);
        while (intents.doubtful(runId)) {
            // By itself, since the step may fail for what is found.
            settle(anew);
            if (intents.doubtful(runId) && control.ends()) {
                throw new RunControl.StopAsked();
            }
            if (intents.doubtful(runId) && !slept()) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.TRANSIENT,
                        SENTENCES.say("object.request-object-store-may-still-carried"));
            }
        }
        return doubted;
    }

    private static boolean slept() {
        try {
            Thread.sleep(LOOK.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many versions are on record as gone and can be found: noted at once, whatever becomes of the step. */
    public long resurrected(long runId) {
        long[] found = {0};
        intents.eachGone(
                runId, PAGE, page -> found[0] += page.size() - gone(page).size());
        if (found[0] == 0) {
            // The statement may lock what other runs noted, until its transaction ends.
            anew.executeWithoutResult(t -> findings.settle(runId, CODES));
            return 0;
        }
        String detail = SENTENCES.say("object.object-versions-record-erased-can-found", found[0]);
        Finding again = new Finding(SENTENCES.say("object.objects-run", runId), FindingRepository.FOUND_AGAIN, detail);
        anew.executeWithoutResult(t -> findings.note(runId, List.of(again)));
        return found[0];
    }

    /** The same of runs that were given up, since nobody takes them up; where it cannot be looked, the finding stays. */
    public void lookAgain() {
        for (long givenUp : findings.givenUp(CODES)) {
            if (intents.allHere(givenUp)) {
                resurrected(givenUp);
            }
        }
    }

    private List<ObjectIntentRepository.Intent> gone(List<ObjectIntentRepository.Intent> page) {
        Set<String> keys = new HashSet<>();
        page.forEach(i -> keys.add(i.version().key()));
        Map<String, List<ObjectVersion>> listed = bucket.versionsOf(keys);
        return page.stream()
                .filter(i -> listed.getOrDefault(i.version().key(), List.of()).stream()
                        .noneMatch(i.version()::sameAs))
                .toList();
    }
}
