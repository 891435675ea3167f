package se.partnersec.gallra.objectstore.bucket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import se.partnersec.gallra.objectstore.client.BucketFacts.Versioning;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.support.text.Sentences;

/** Finds out, on an object of our own, whether the store really refuses to delete content that has changed. */
public final class ConditionalDeleteProbe {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    public static final String PREFIX = ".gallra-probe/";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ObjectBucket bucket;
    private final Consumer<String> note;

    ConditionalDeleteProbe(ObjectBucket bucket, Consumer<String> note) {
        this.bucket = bucket;
        this.note = note;
    }

    DeletePrecondition strongest(Versioning versioning) {
        List<DeletePrecondition> candidates = versioning == Versioning.NEVER
                ? List.of(DeletePrecondition.ETAG_IN_BATCH, DeletePrecondition.IF_MATCH_SINGLY)
                : List.of(DeletePrecondition.SUSPENDED_ETAG_IN_BATCH, DeletePrecondition.SUSPENDED_IF_MATCH_SINGLY);
        try {
            for (DeletePrecondition guard : candidates) {
                if (holds(guard)) {
                    return guard;
                }
            }
        } catch (ObjectStoreException e) {
            note.accept(SENTENCES.say("bucket.probe-conditional-deletes-failed", e.getMessage()));
        }
        return DeletePrecondition.NONE;
    }

    /** A wrong ETag must be refused and the object stay; the right one must leave nothing, not even a marker. */
    private boolean holds(DeletePrecondition guard) {
        String key = PREFIX + UUID.randomUUID();
        bucket.put(key, key.getBytes(StandardCharsets.UTF_8));
        try {
            List<ObjectVersion> written = bucket.versionsOf(key);
            if (written.size() != 1 || !written.get(0).mutable()) {
                return false;
            }
            ObjectVersion probe = written.get(0);
            ObjectVersion stale =
                    ObjectVersion.remembered(key, probe.versionId(), "\"00000000000000000000000000000000\"", false);
            boolean refused = answer(stale, guard) == DeletionResult.Status.CHANGED
                    && bucket.versionsOf(key).stream().anyMatch(probe::sameAs);
            return refused
                    && answer(probe, guard) == DeletionResult.Status.DELETED
                    && bucket.versionsOf(key).isEmpty();
        } finally {
            List<ObjectVersion> left = bucket.versionsOf(key);
            if (!left.isEmpty()) {
                bucket.delete(left, DeletePrecondition.RISK_ACCEPTED, TIMEOUT);
            }
        }
    }

    private DeletionResult.Status answer(ObjectVersion version, DeletePrecondition guard) {
        return bucket.delete(List.of(version), guard, TIMEOUT).answers().get(0).deletion();
    }
}
