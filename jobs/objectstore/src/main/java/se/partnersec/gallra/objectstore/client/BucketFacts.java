package se.partnersec.gallra.objectstore.client;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.support.text.Sentences;

/** What preflight learned about the bucket, and in whole sentences what follows from it. */
public record BucketFacts(
        String place,
        Versioning versioning,
        boolean mfaDelete,
        String objectLock,
        List<LifecycleRule> lifecycleRules,
        List<String> replicas,
        DeletePrecondition guard,
        Fencing fencing,
        List<String> unknown) {
    private static final Sentences SENTENCES = Sentences.of("objectstore");

    /** Treatment of delete requests that are older than their signature allows. */
    public enum Fencing {
        /** It refuses them: no request outlives its process. */
        FENCED,
        /** It carries them out, however old they are. */
        UNFENCED,
        /** Not tried, or not to be found out. */
        UNKNOWN
    }

    /** How the bucket keeps old content. */
    public enum Versioning {
        ENABLED,
        SUSPENDED,
        NEVER,
        UNKNOWN
    }

    public BucketFacts {
        lifecycleRules = List.copyOf(lifecycleRules);
        replicas = List.copyOf(replicas);
        unknown = List.copyOf(unknown);
    }

    /** Reasons why nothing may be erased here, each with its cure; a missing guard can be accepted by name. */
    public List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        if (mfaDelete) {
            refusals.add(SENTENCES.say("client.demands-mfa-deleting-versions-no-batch", place));
        }
        for (LifecycleRule rule : lifecycleRules) {
            if (rule.erases()) {
                refusals.add(SENTENCES.say(
                        "client.lifecycle-rule-deletes-objects-below-without", place, rule.id(), rule.prefix()));
            }
        }
        return List.copyOf(refusals);
    }

    /** What a reader of the report must know, though it stops nothing. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(unknown);
        if (!objectLock.isEmpty()) {
            notes.add(SENTENCES.say("client.object-lock-locked-versions-stay-reported", place, objectLock));
        }
        for (LifecycleRule rule : lifecycleRules) {
            if (rule.moves()) {
                notes.add(SENTENCES.say("client.lifecycle-rule-moves-objects-another-storage", place, rule.id()));
            }
        }
        replicas.forEach(
                target -> notes.add(SENTENCES.say("client.copied-bucket-what-erased-here-stays", place, target)));
        if (fencing == Fencing.UNFENCED) {
            notes.add(SENTENCES.say("client.after-run-died-requests-their-way", place));
        }
        if (guard == DeletePrecondition.NONE) {
            notes.add(SENTENCES.say("client.keeps-no-versions-compares-no-etag", place));
        }
        return List.copyOf(notes);
    }
}
