package se.partnersec.gallra.testing.network;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes down what every S3 client of this JVM asks, in the words of access policies; the SDK finds it by a file on the class
 * path. Which action a call needs: Service Authorization Reference, Amazon S3, and the pages of the calls.
 */
public final class S3Calls implements ExecutionInterceptor {
    private static final Set<Asked> ASKED = ConcurrentHashMap.newKeySet();
    private static final Set<String> WATCHED = ConcurrentHashMap.newKeySet();

    private static final Map<String, String> OF_BUCKETS = Map.of(
            "ListObjectsV2Request", "s3:ListBucket",
            "ListObjectVersionsRequest", "s3:ListBucketVersions",
            "ListMultipartUploadsRequest", "s3:ListBucketMultipartUploads",
            "GetBucketVersioningRequest", "s3:GetBucketVersioning",
            "GetObjectLockConfigurationRequest", "s3:GetBucketObjectLockConfiguration",
            "GetBucketLifecycleConfigurationRequest", "s3:GetLifecycleConfiguration",
            "GetBucketReplicationRequest", "s3:GetReplicationConfiguration");

    /** One right that a call needed. */
    public record Asked(
            String bucket,
            String action,
            String resource,
            @Nullable String prefix,
            @Nullable String lockMode,
            @Nullable Long lockDays) {
        public Map<String, String> circumstances() {
            Map<String, String> all = new java.util.HashMap<>(Map.of("aws:SecureTransport", "true"));
            Optional.ofNullable(prefix).ifPresent(value -> all.put("s3:prefix", value));
            Optional.ofNullable(lockMode).ifPresent(value -> all.put("s3:object-lock-mode", value));
            Optional.ofNullable(lockDays)
                    .ifPresent(value -> all.put("s3:object-lock-remaining-retention-days", Long.toString(value)));
            return all;
        }
    }

    /** What was asked of a bucket while something was done. */
    public static Set<Asked> during(String bucket, Runnable work) {
        WATCHED.add(bucket);
        try {
            work.run();
        } finally {
            WATCHED.remove(bucket);
        }
        Set<Asked> asked = new LinkedHashSet<>();
        ASKED.stream().filter(each -> each.bucket().equals(bucket)).forEach(asked::add);
        ASKED.removeAll(asked);
        return asked;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        String bucket = request.getValueForField("Bucket", String.class).orElse("");
        String key = request.getValueForField("Key", String.class).orElse("");
        if (!WATCHED.contains(bucket)) {
            return;
        }
        if (request instanceof DeleteObjectsRequest many) {
            Delete delete = many.delete();
            delete.objects().forEach(o -> deletion(bucket, o.key(), o.versionId(), o.eTag()));
        } else if (request instanceof DeleteObjectRequest one) {
            deletion(bucket, key, one.versionId(), one.ifMatch());
        } else if (request instanceof GetObjectRequest get) {
            object(bucket, key, get.versionId() == null ? "s3:GetObject" : "s3:GetObjectVersion");
        } else if (request instanceof HeadObjectRequest head) {
            object(bucket, key, head.versionId() == null ? "s3:GetObject" : "s3:GetObjectVersion");
            // Without it the answer does not say whether it is locked.
            object(bucket, key, "s3:GetObjectRetention");
        } else if (request instanceof PutObjectRequest put) {
            String mode = put.objectLockModeAsString();
            Long days = put.objectLockRetainUntilDate() == null
                    ? null
                    : Duration.between(Instant.now(Clock.systemUTC()), put.objectLockRetainUntilDate())
                            .toDays();
            List.of("s3:PutObject", mode == null ? "s3:PutObject" : "s3:PutObjectRetention")
                    .forEach(action -> ASKED.add(new Asked(bucket, action, arn(bucket, key), null, mode, days)));
        } else if (!key.isEmpty()) {
            object(bucket, key, "s3:" + request.getClass().getSimpleName().replaceFirst("Request$", ""));
        } else {
            String name = request.getClass().getSimpleName();
            String prefix = request.getValueForField("Prefix", String.class).orElse("");
            ASKED.add(new Asked(
                    bucket,
                    OF_BUCKETS.getOrDefault(name, "s3:" + name),
                    "arn:aws:s3:::" + bucket,
                    name.startsWith("List") ? prefix : null,
                    null,
                    null));
        }
    }

    private static void deletion(String bucket, String key, @Nullable String version, @Nullable String etag) {
        object(bucket, key, version == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion");
        if (etag != null) {
            // Who may not read learns nothing of the content by comparing either.
            object(bucket, key, "s3:GetObject");
        }
    }

    private static void object(String bucket, String key, String action) {
        ASKED.add(new Asked(bucket, action, arn(bucket, key), null, null, null));
    }

    private static String arn(String bucket, String key) {
        return "arn:aws:s3:::" + bucket + "/" + key;
    }
}
