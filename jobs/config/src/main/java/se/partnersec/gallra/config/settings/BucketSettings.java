package se.partnersec.gallra.config.settings;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the objects lie and as whom we ask: without an endpoint AWS itself, without keys the SDK's own chain. */
public record BucketSettings(
        @Nullable String endpoint,
        String region,
        String bucket,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable String bucketOwner) {

    public BucketSettings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("GALLRA_S3_BUCKET is empty; name the bucket that holds the objects");
        }
        if (region.isBlank()) {
            throw new IllegalArgumentException("GALLRA_S3_REGION is empty; name the region of bucket " + bucket);
        }
        if (endpoint != null && !isHttp(endpoint)) {
            throw new IllegalArgumentException("GALLRA_S3_ENDPOINT must be an http or https address such as "
                    + "https://s3.example.se, was '" + endpoint + "'");
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException("GALLRA_S3_ACCESS_KEY and GALLRA_S3_SECRET_KEY belong together: "
                    + "set both, or neither to use the credentials of the machine");
        }
        if (bucketOwner != null && !bucketOwner.matches("[0-9]{12}")) {
            throw new IllegalArgumentException(
                    "GALLRA_S3_BUCKET_OWNER must be the owner's 12-digit account number, was '" + bucketOwner + "'");
        }
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The owner of the bucket is not named, and the store is AWS, where names of buckets are shared by all accounts. */
    public boolean ownerMissing() {
        return bucketOwner == null
                && (endpoint == null || endpoint.matches("(?i)https?://[^/]*\\.amazonaws\\.com(\\.cn)?([:/].*)?"));
    }

    /** How messages name the place. */
    public String place() {
        return "bucket " + bucket + (endpoint == null ? " in " + region : " at " + endpoint);
    }

    /** Without the keys: settings are printed by doctor and in messages. */
    @Override
    public String toString() {
        return "BucketSettings[" + place() + "]";
    }
}
