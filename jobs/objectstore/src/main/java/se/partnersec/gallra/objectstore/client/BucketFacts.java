package se.partnersec.gallra.objectstore.client;

import java.util.ArrayList;
import java.util.List;

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

    /** What the store does with delete requests that are older than their signature allows, or were altered. */
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
            refusals.add(place + " demands MFA for deleting versions: no batch job can erase there. "
                    + "Let the owner turn MFA delete off, or take the category out of the plan");
        }
        for (LifecycleRule rule : lifecycleRules) {
            if (rule.erases()) {
                refusals.add(place + " has lifecycle rule '" + rule.id() + "' that deletes objects below '"
                        + rule.prefix() + "' without asking about holds. Remove the rule or narrow its prefix");
            }
        }
        return List.copyOf(refusals);
    }

    /** What a reader of the report must know, though it stops nothing. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(unknown);
        if (!objectLock.isEmpty()) {
            notes.add(place + " has Object Lock (" + objectLock + "): locked versions stay and are reported");
        }
        for (LifecycleRule rule : lifecycleRules) {
            if (rule.moves()) {
                notes.add(
                        place + " has lifecycle rule '" + rule.id() + "' that moves objects to another storage class");
            }
        }
        replicas.forEach(target -> notes.add(place + " is copied to bucket " + target
                + ": what is erased here stays there until it is erased there too"));
        if (fencing == Fencing.UNFENCED) {
            notes.add(
                    "after a run died with requests on their way, its category waits for gallra runs recover: see that its"
                            + " process is gone, and every gateway between it and " + place);
        }
        if (guard == DeletePrecondition.NONE) {
            notes.add(place + " keeps no versions and compares no ETag when it deletes (or could not be tried): "
                    + "objects stay, unless the configuration accepts that a newer copy may be lost");
        }
        return List.copyOf(notes);
    }
}
