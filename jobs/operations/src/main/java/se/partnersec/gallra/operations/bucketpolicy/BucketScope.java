package se.partnersec.gallra.operations.bucketpolicy;

import java.util.List;
import java.util.stream.Stream;
import se.partnersec.gallra.config.settings.SealSettings;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Where an account is to work.
 *
 * @param bucket its name
 * @param prefixes what the keys that are its business begin with, each ending in {@code /}
 * @param days for which copies of seals are locked; for the sealer only
 */
public record BucketScope(String bucket, List<String> prefixes, int days) {
    private static final Sentences SENTENCES = Sentences.of("operations");
    /** What probes of conditional deletes are written under, by the program itself. */
    public static final String PROBE = ".gallra-probe/";

    private static final String BUCKET = "[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]";

    public BucketScope {
        if (!bucket.matches(BUCKET)) {
            throw new IllegalArgumentException(SENTENCES.say("bucketpolicy.no-bucket-name", bucket));
        }
        prefixes = prefixes.stream().distinct().sorted().toList();
        for (String prefix : prefixes) {
            if (prefix.matches(".*[*?].*") || prefix.contains("${")) {
                throw new IllegalArgumentException(
                        SENTENCES.say("bucketpolicy.policy-cannot-name-prefix-stands-mean", prefix));
            }
        }
    }

    public BucketScope(String bucket, List<String> prefixes) {
        this(bucket, prefixes, SealSettings.DEFAULT_RETENTION_DAYS);
    }

    String arn() {
        return "arn:aws:s3:::" + bucket;
    }

    /** Every object of the bucket. */
    String everything() {
        return arn() + "/*";
    }

    List<String> objects() {
        return prefixes.stream().map(prefix -> arn() + "/" + prefix + "*").toList();
    }

    /** What a listing may begin with. */
    List<String> beginnings() {
        return prefixes.stream().map(prefix -> prefix + "*").toList();
    }

    BucketScope withProbe() {
        return new BucketScope(
                bucket, Stream.concat(prefixes.stream(), Stream.of(PROBE)).toList(), days);
    }
}
