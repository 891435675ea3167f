package se.partnersec.gallra.objectstore.client;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The kinds of buckets in the field, on the two S3 servers we test with. */
public enum BucketKind {
    S3PROXY_VERSIONED(true, true),
    S3PROXY_UNVERSIONED(true, false),
    MOTO_VERSIONED(false, true),
    MOTO_UNVERSIONED(false, false);

    private final boolean embedded;
    private final boolean versioned;

    BucketKind(boolean embedded, boolean versioned) {
        this.embedded = embedded;
        this.versioned = versioned;
    }

    public boolean versioned() {
        return versioned;
    }

    public boolean embedded() {
        return embedded;
    }

    public TestObjectStore server() {
        if (embedded) {
            return TestServers.objectStore();
        }
        Optional<TestObjectStore> moto = TestServers.lockingObjectStore();
        Assumptions.assumeTrue(moto.isPresent(), "no Docker engine with the moto image");
        return moto.get();
    }

    /** A new bucket of this kind. */
    public BucketSettings fresh() {
        TestObjectStore server = server();
        return server.bucket(TestServers.freshBucket(server, versioned));
    }

    /** Turns versioning off for what is written from now on. */
    public void suspend(BucketSettings settings) {
        try (S3Client s3 = server().client()) {
            s3.putBucketVersioning(b -> b.bucket(settings.bucket())
                    .versioningConfiguration(v -> v.status(BucketVersioningStatus.SUSPENDED)));
        }
    }
}
