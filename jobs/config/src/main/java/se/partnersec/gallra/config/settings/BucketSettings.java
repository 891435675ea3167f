package se.partnersec.gallra.config.settings;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** Where the objects lie and as whom we ask: without an endpoint AWS itself, without keys the SDK's own chain. */
public record BucketSettings(
        @Nullable String endpoint,
        String region,
        String bucket,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable String bucketOwner) {
    private static final Sentences SENTENCES = Sentences.of("config");

    public BucketSettings {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException(SENTENCES.say("settings.gallra-s3-bucket-empty-name-bucket"));
        }
        if (region.isBlank()) {
            throw new IllegalArgumentException(SENTENCES.say("settings.gallra-s3-region-empty-name-region", bucket));
        }
        if (endpoint != null && !isHttp(endpoint)) {
            throw new IllegalArgumentException(SENTENCES.say("settings.gallra-s3-endpoint-must-http-https", endpoint));
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException(SENTENCES.say("settings.gallra-s3-access-key-gallra-s3"));
        }
        if (bucketOwner != null && !bucketOwner.matches("[0-9]{12}")) {
            throw new IllegalArgumentException(
                    SENTENCES.say("settings.gallra-s3-bucket-owner-must-owner", bucketOwner));
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
