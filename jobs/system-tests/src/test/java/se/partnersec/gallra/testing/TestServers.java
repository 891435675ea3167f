package se.partnersec.gallra.testing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The real servers of the integration tests, shared by all test processes of a build and started when first asked for.
 *
 * <p>The system property {@code db} chooses the database: {@code embedded} (MariaDB, the default) or {@code mysql}: the running
 * server of {@code GALLRA_TEST_DB_URL}, {@code _USER}, {@code _PASSWORD} if these are set, else a container.
 */
public final class TestServers {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static @Nullable TestDatabase database;
    private static @Nullable TestDatabase own;
    private static @Nullable TestObjectStore objects;
    private static @Nullable TestObjectStore locking;

    private TestServers() {}

    /** The database server with an account that may do everything. */
    public static synchronized TestDatabase database() {
        if (database == null) {
            // Figures are those of a server that nobody else uses.
            database = TestDatabase.onDisk() ? TestDatabase.start() : TestDatabase.shared();
        }
        return database;
    }

    /** A server that no other test process uses; it ends with this one. */
    static synchronized TestDatabase ownDatabase() {
        if (own == null) {
            own = TestDatabase.start();
        }
        return own;
    }

    /** Two new, empty schemas that no other test sees; close to drop them. */
    public static FreshSchemas freshSchemas() {
        return FreshSchemas.create(database(), uniqueName());
    }

    /** The embedded S3 server: versions, markers, conditional deletes; no Object Lock, no tags. */
    public static synchronized TestObjectStore objectStore() {
        if (objects == null) {
            objects = TestObjectStore.of(SharedServer.OBJECT_STORE.properties());
        }
        return objects;
    }

    /** A new bucket on the embedded S3 server. */
    public static String freshBucket(boolean versioned) {
        return freshBucket(objectStore(), versioned);
    }

    public static String freshBucket(TestObjectStore store, boolean versioned) {
        String bucket = uniqueName().replace('_', '-');
        try (S3Client s3 = store.client()) {
            s3.createBucket(b -> b.bucket(bucket));
            if (versioned) {
                s3.putBucketVersioning(
                        b -> b.bucket(bucket).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
            }
        }
        return bucket;
    }

    /** An S3 server that enforces Object Lock (moto), where a Docker engine and its image are at hand. */
    public static synchronized Optional<TestObjectStore> lockingObjectStore() {
        if (locking == null && Docker.has(Docker.MOTO)) {
            locking = TestObjectStore.of(SharedServer.LOCKING_OBJECT_STORE.properties());
        }
        return Optional.ofNullable(locking);
    }

    static String uniqueName() {
        return "t" + ProcessHandle.current().pid() + "_" + Long.toString(System.nanoTime() & 0xffffff, 36) + "_"
                + NAMES.incrementAndGet();
    }
}
