package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.store.ObjectBucket;
import se.partnersec.gallra.store.ObjectVersion;

/** Settles what earlier runs left open: an intent whose version is not there any more was carried out. */
final class Reconciliation {
    private static final int PAGE = 500;
    private final ObjectBucket bucket;
    private final ObjectIntents intents;
    private final TransactionTemplate own;

    Reconciliation(ObjectBucket bucket, ObjectIntents intents, PlatformTransactionManager manager) {
        this.bucket = bucket;
        this.intents = intents;
        this.own = new TransactionTemplate(manager);
    }

    /** Looks for every version on record; those still there are decided anew when their record is met. */
    void settle() {
        intents.eachUnsettled(PAGE, page -> {
            List<ObjectIntents.Intent> gone = gone(page);
            own.executeWithoutResult(t -> intents.settle(ObjectIntents.State.GONE, gone));
        });
    }

    /** Versions that are on record as gone and can still be found: the ledger would be wrong. */
    List<ObjectIntents.Intent> resurrected(long runId) {
        List<ObjectIntents.Intent> found = new ArrayList<>();
        intents.eachGone(runId, PAGE, page -> {
            List<ObjectIntents.Intent> gone = gone(page);
            Set<Long> ids = new HashSet<>();
            gone.forEach(i -> ids.add(i.id()));
            page.stream().filter(i -> !ids.contains(i.id())).forEach(found::add);
        });
        return found;
    }

    private List<ObjectIntents.Intent> gone(List<ObjectIntents.Intent> page) {
        Set<String> keys = new HashSet<>();
        page.forEach(i -> keys.add(i.version().key()));
        Map<String, List<ObjectVersion>> listed = bucket.versionsOf(keys);
        return page.stream()
                .filter(i -> listed.getOrDefault(i.version().key(), List.of()).stream()
                        .noneMatch(i.version()::sameAs))
                .toList();
    }
}
