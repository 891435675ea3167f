package se.partnersec.gallra.objectstore.bucket;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.client.S3ErrorTranslator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * A bucket for what must not be changed: objects are written once, with a day until which the store refuses to delete that
 * version to everybody (S3 Object Lock in COMPLIANCE mode). What counts of a key is the version that was there first.
 */
public final class ObjectLockBucket implements AutoCloseable {
    private final S3Connection connection;

    public ObjectLockBucket(BucketSettings settings) {
        connection = new S3Connection(settings);
    }

    public String place() {
        return connection.place();
    }

    /** Whether the bucket has Object Lock; false also where the store does not know it. */
    public boolean locks() {
        try {
            return connection.read(s3 -> {
                try {
                    ObjectLockEnabled enabled = s3.getObjectLockConfiguration(r -> r.bucket(connection.bucket()))
                            .objectLockConfiguration()
                            .objectLockEnabled();
                    return enabled == ObjectLockEnabled.ENABLED;
                } catch (AwsServiceException e) {
                    if (S3ErrorTranslator.code(e).startsWith("ObjectLockConfigurationNotFound")
                            || e.statusCode() == 400) {
                        return false;
                    }
                    throw e;
                }
            });
        } catch (ObjectStoreException e) {
            if (e.kind() == Kind.UNSUPPORTED) {
                return false;
            }
            throw e;
        }
    }

    /** What the first version of a key holds; empty if there is none. */
    public Optional<byte[]> first(String key) {
        return oldest(key)
                .map(version -> connection.read(s3 -> s3.getObjectAsBytes(
                                r -> r.bucket(connection.bucket()).key(key).versionId(versionId(version)))
                        .asByteArray()));
    }

    /** Until when the first version of a key is locked to everybody; empty if it is not. */
    public Optional<Instant> lockedUntil(String key) {
        return oldest(key).flatMap(version -> {
            HeadObjectResponse head = connection.read(s3 ->
                    s3.headObject(r -> r.bucket(connection.bucket()).key(key).versionId(versionId(version))));
            return head.objectLockMode() == ObjectLockMode.COMPLIANCE
                    ? Optional.ofNullable(head.objectLockRetainUntilDate())
                    : Optional.empty();
        });
    }

    /** @param until null to write without a lock */
    public void write(String key, byte[] body, @Nullable Instant until) {
        connection.write(s3 -> s3.putObject(
                r -> {
                    r.bucket(connection.bucket()).key(key).contentType("text/plain; charset=utf-8");
                    if (until != null) {
                        // S3 wants a checksum with a lock, and stores like it know this one longest.
                        r.contentMD5(md5(body));
                        r.objectLockMode(ObjectLockMode.COMPLIANCE).objectLockRetainUntilDate(until);
                    }
                },
                RequestBody.fromBytes(body)));
    }

    private static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }

    /** The keys below a prefix, also of those on which somebody has laid a delete marker. */
    public void forEachKey(String prefix, Consumer<String> action) {
        versions(prefix, page -> page.versions().forEach(version -> action.accept(version.key())));
    }

    private Optional<ObjectVersion> oldest(String key) {
        Stream.Builder<ObjectVersion> found = Stream.builder();
        versions(
                key,
                page -> page.versions().stream()
                        .filter(version -> version.key().equals(key))
                        .forEach(found));
        // Listed newest first: of two written in the same second the later in the list is the older.
        return found.build().reduce((one, other) -> BY_AGE.compare(other, one) <= 0 ? other : one);
    }

    private static final Comparator<ObjectVersion> BY_AGE = Comparator.comparing(ObjectVersion::lastModified);

    private void versions(String prefix, Consumer<ListObjectVersionsResponse> pages) {
        connection.read(s3 -> {
            s3.listObjectVersionsPaginator(r -> r.bucket(connection.bucket()).prefix(prefix)).stream()
                    .forEach(pages);
            return true;
        });
    }

    /** A bucket that never had versions calls its only one "null", or does not name it. */
    private static @Nullable String versionId(ObjectVersion version) {
        return "null".equals(version.versionId()) ? null : version.versionId();
    }

    @Override
    public void close() {
        connection.close();
    }
}
