package se.partnersec.gallra.config.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger is sealed and where copies of the seals go; each is optional, and nothing of it is needed to erase.
 *
 * @param keyFile the secret that signs; for the account that seals alone
 * @param publicKeyFile the keys by which seals are believed
 * @param folder a directory for copies
 * @param bucket a bucket with Object Lock for copies
 * @param prefix what their keys begin with
 * @param retentionDays how long the bucket is to refuse to delete them, in days from the writing
 * @param acceptUnlocked write to the bucket though it has no Object Lock
 */
public record SealSettings(
        @Nullable Path keyFile,
        @Nullable Path publicKeyFile,
        @Nullable Path folder,
        @Nullable BucketSettings bucket,
        String prefix,
        int retentionDays,
        boolean acceptUnlocked) {
    public static final String DEFAULT_PREFIX = "gallra-seals/";
    /** Ten years: longer than the seven that the Bookkeeping Act (BFL 7 kap. 2 §) asks for. */
    static final int DEFAULT_RETENTION_DAYS = 3653;

    /** Nothing configured. */
    public static final SealSettings NONE =
            new SealSettings(null, null, null, null, DEFAULT_PREFIX, DEFAULT_RETENTION_DAYS, false);

    public SealSettings withFolder(@Nullable Path other) {
        return new SealSettings(keyFile, publicKeyFile, other, bucket, prefix, retentionDays, acceptUnlocked);
    }
}
