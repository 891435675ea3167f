package se.partnersec.gallra.operations.bucketpolicy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an account of the object store is for. */
public enum BucketAccountUse {
    /** Runs, in a bucket that keeps versions. */
    JOB,
    /** Runs, in a bucket that keeps none: they compare before they delete, which needs more. */
    JOB_UNVERSIONED,
    /** Everything that only looks: plan, explain, doctor, copies, certificate. */
    READER,
    /** Copies of seals, in a bucket with Object Lock. */
    SEALER;

    /** As it is written on a command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<BucketAccountUse> of(String id) {
        return Arrays.stream(values())
                .filter(use -> use.id().equals(id.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(BucketAccountUse::id).toList();
    }
}
