package se.partnersec.gallra.erasure.object;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/** Settles what earlier runs left open: an intent whose version is not there any more was carried out. */
public final class IntentReconciliation {
    private static final int PAGE = 500;
    private static final List<String> CODES = List.of(FindingRepository.FOUND_AGAIN);
    private final ObjectBucket bucket;
    private final ObjectIntentRepository intents;
    private final FindingRepository.Writer findings;
    private final TransactionTemplate own;
    private final TransactionTemplate anew;

    public IntentReconciliation(
            ObjectBucket bucket,
            ObjectIntentRepository intents,
            FindingRepository.Writer findings,
            PlatformTransactionManager manager) {
        this.bucket = bucket;
        this.intents = intents;
        this.findings = findings;
        this.own = new TransactionTemplate(manager);
        this.anew = new TransactionTemplate(manager);
        anew.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Looks for every version on record; those still there are decided anew when their record is met. */
    public void settle() {
        intents.eachUnsettled(PAGE, page -> {
            List<ObjectIntentRepository.Intent> gone = gone(page);
            own.executeWithoutResult(t -> intents.settle(ObjectIntentRepository.State.GONE, gone));
        });
    }

    /** How many versions are on record as gone and can be found: noted at once, whatever becomes of the step. */
    public long resurrected(long runId) {
        long[] found = {0};
        intents.eachGone(
                runId, PAGE, page -> found[0] += page.size() - gone(page).size());
        if (found[0] == 0) {
            findings.settle(runId, CODES);
            return 0;
        }
        String detail =
                found[0] + " object versions are on record as erased and can be found again; see what brings them back";
        Finding again = new Finding("objects of run " + runId, FindingRepository.FOUND_AGAIN, detail);
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
