package se.partnersec.gallra.erasure.object;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import se.partnersec.gallra.erasure.decide.GateBudget;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.run.ReadAheadThread;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.UnfinishedUpload;
import se.partnersec.gallra.objectstore.deletion.DeletionStatus;

/** Ends uploads of what goes that never came to their end: their parts are a copy too, and may still be completed. */
final class UploadAborter {
    private static final String LATE =
            "the store did not list its unfinished uploads within " + GateBudget.WHOLE.toSeconds()
                    + " s; if there are very many, let a lifecycle rule of the bucket end old ones";

    private final ObjectBucket bucket;
    private final GuardedChunk guard;

    UploadAborter(ObjectBucket bucket, GuardedChunk guard) {
        this.bucket = bucket;
        this.guard = guard;
    }

    /**
     * Records with an upload that the store does not end in time are asked for no more: they stay with all they have. Listed under the
     * locks on the records, so that what was begun while those were waited for is seen, and once more where there was any: what
     * the store answered is no proof.
     */
    void end(ObjectIntentPage meant, GateBudget budget) {
        Set<String> keys = meant.keysOf(meant.asked());
        List<UnfinishedUpload> found = of(keys, budget);
        if (found.isEmpty()) {
            return;
        }
        Set<String> denied = new HashSet<>();
        for (UnfinishedUpload upload : found) {
            if (!budget.asks()) {
                break;
            }
            guard.still();
            if (bucket.abort(upload, budget.left()) == DeletionStatus.DENIED) {
                denied.add(upload.key());
            }
        }
        Set<String> left = (budget.asks() ? of(keys, budget) : found)
                .stream().map(UnfinishedUpload::key).collect(Collectors.toSet());
        meant.keys().forEach((record, its) -> {
            if (!Collections.disjoint(its, left)) {
                meant.asked().remove(record);
                if (!Collections.disjoint(its, denied)) {
                    meant.denied().add(record);
                }
            }
        });
    }

    private List<UnfinishedUpload> of(Set<String> keys, GateBudget budget) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Future<List<UnfinishedUpload>> listed = bucket.unfinishedUploadsOf(keys, guard.prefixes());
        try {
            return ReadAheadThread.get(listed, budget.left(), LATE);
        } finally {
            listed.cancel(true);
        }
    }
}
