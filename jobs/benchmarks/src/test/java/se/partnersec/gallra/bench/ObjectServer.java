package se.partnersec.gallra.bench;

import se.partnersec.gallra.embedded.EmbeddedObjectStore;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;

/**
 * The object store on which objects are measured: figures are its own as much as ours, so it is always named.
 *
 * @param name for the table
 */
record ObjectServer(String name, TestObjectStore store) {
    /** By the system property {@code s3}. */
    static ObjectServer chosen() {
        String choice = System.getProperty("s3", "embedded");
        return switch (choice) {
            case "embedded" -> embedded();
            case "moto" ->
                new ObjectServer(
                        "moto, in a container",
                        TestServers.lockingObjectStore()
                                .orElseThrow(() -> new IllegalStateException("no Docker engine with the moto image")));
            case "url" -> running();
            default -> throw new IllegalStateException("s3 must be embedded, moto or url, was " + choice);
        };
    }

    /** It lives as long as the bench. */
    private static ObjectServer embedded() {
        EmbeddedObjectStore store = EmbeddedObjectStore.start(ofTheTests -> new SmallObjects());
        return new ObjectServer(
                "s3proxy, in memory, in the bench's own process",
                new TestObjectStore(store.endpoint(), store.accessKey(), store.secretKey()));
    }

    private static ObjectServer running() {
        TestObjectStore store = TestObjectStore.named()
                .orElseThrow(() -> new IllegalStateException("-Ds3=url needs GALLRA_TEST_S3_ENDPOINT"));
        return new ObjectServer(
                System.getenv()
                        .getOrDefault("GALLRA_TEST_S3_NAME", store.endpoint().toString()),
                store);
    }

    String region() {
        return store.bucket("any").region();
    }

    /** A new bucket. */
    String bucket(boolean versioned) {
        return TestServers.freshBucket(store, versioned);
    }

    ObjectBucket open(String bucket) {
        return new ObjectBucket(store.bucket(bucket));
    }
}
