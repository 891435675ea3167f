package se.partnersec.gallra.config.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of seals and certificates: keys, and places for copies of seals. All are optional; runs need none of them.
 *
 * @param keys of seals: the secret is for the account that seals alone
 * @param issuer keys of whoever issues certificates
 * @param folder a directory for copies
 * @param bucket a bucket with Object Lock for copies
 * @param prefix what their keys begin with
 * @param retentionDays how long the bucket is to refuse to delete them, in days from the writing
 * @param acceptUnlocked write to the bucket though it has no Object Lock
 */
public record SealSettings(
        KeyFiles keys,
        KeyFiles issuer,
        @Nullable Path folder,
        @Nullable BucketSettings bucket,
        String prefix,
        int retentionDays,
        boolean acceptUnlocked) {
    public static final String DEFAULT_PREFIX = "gallra-seals/";
    /** Ten years: longer than the seven that the Bookkeeping Act (BFL 7 kap. 2 §) asks for. */
    public static final int DEFAULT_RETENTION_DAYS = 3653;

    /** Nothing configured. */
    public static final SealSettings NONE =
            new SealSettings(KeyFiles.NONE, KeyFiles.NONE, null, null, DEFAULT_PREFIX, DEFAULT_RETENTION_DAYS, false);

    /**
     * Files of Ed25519 keys.
     *
     * @param secret that signs
     * @param trusted public keys, by which signatures are believed
     */
    public record KeyFiles(@Nullable Path secret, @Nullable Path trusted) {
        public static final KeyFiles NONE = new KeyFiles(null, null);
    }

    /** The secret that signs seals. */
    public @Nullable Path keyFile() {
        return keys.secret();
    }

    /** The keys by which seals are believed. */
    public @Nullable Path publicKeyFile() {
        return keys.trusted();
    }

    public SealSettings withFolder(@Nullable Path other) {
        return new SealSettings(keys, issuer, other, bucket, prefix, retentionDays, acceptUnlocked);
    }
}
