package se.partnersec.gallra.objectstore.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.embedded.EmbeddedObjectStore;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.BucketFacts.Fencing;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.network.HttpMessage;

/** A request to delete is refused once it is older than its signature allows, or the store is said to take it. */
@Tag("full")
@Tag("once")
class FencedStoreIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static BucketSettings bucket() {
        return TestServers.objectStore().bucket(TestServers.freshBucket(true));
    }

    private static ObjectVersion written(ObjectBucket bucket) {
        bucket.put("calls/1.wav", new byte[] {1});
        return bucket.versionsOf("calls/1.wav").get(0);
    }

    private static DeletionResult.Status delete(ObjectBucket bucket, ObjectVersion version, Duration ago) {
        return bucket.deleteEach(
                        List.of(List.of(version)),
                        DeletePrecondition.VERSION_IDS,
                        TIMEOUT,
                        bucket.storeTime().minus(ago))
                .get(0)
                .answers()
                .get(0)
                .deletion();
    }

    @Test
    void what_was_signed_just_now_is_deleted_and_what_was_signed_longer_ago_is_not() {
        try (ObjectBucket bucket = new ObjectBucket(bucket())) {
            ObjectVersion version = written(bucket);
            assertThat(delete(bucket, version, Duration.ofSeconds(17))).isEqualTo(DeletionResult.Status.EXPIRED);
            assertThat(bucket.versionsOf("calls/1.wav")).hasSize(1);
            assertThat(delete(bucket, version, Duration.ZERO)).isEqualTo(DeletionResult.Status.DELETED);
            assertThat(bucket.versionsOf("calls/1.wav")).isEmpty();
        }
    }

    @Test
    void what_a_gateway_delivers_too_late_is_not_carried_out_and_what_it_delivers_in_time_is() throws Exception {
        try (HostileS3 gateway = new HostileS3(bucket());
                ObjectBucket bucket = new ObjectBucket(gateway.settings())) {
            ObjectVersion version = written(bucket);
            gateway.tell(Lies.executeLate(Duration.ofSeconds(17)));
            assertThat(delete(bucket, version, Duration.ZERO)).isEqualTo(DeletionResult.Status.IN_DOUBT);
            gateway.awaitLate();
            assertThat(gateway.backing().versionsOf("calls/1.wav")).hasSize(1);
            gateway.tell(Lies.executeLate(Duration.ofSeconds(8)));
            assertThat(delete(bucket, version, Duration.ZERO)).isEqualTo(DeletionResult.Status.IN_DOUBT);
            gateway.awaitLate();
            assertThat(gateway.backing().versionsOf("calls/1.wav"))
                    .as("the control")
                    .isEmpty();
        }
    }

    @Test
    void the_embedded_store_is_fenced_and_the_probe_leaves_nothing() {
        try (ObjectBucket bucket = new ObjectBucket(bucket())) {
            BucketFacts facts = bucket.inspect(List.of("calls/"), true);
            assertThat(facts.notes()).noneMatch(note -> note.contains("takes a delete request"));
            assertThat(facts.fencing()).isEqualTo(Fencing.FENCED);
            bucket.forEachVersion("", version -> {
                throw new AssertionError("left behind: " + version.key());
            });
            assertThat(bucket.inspect(List.of("calls/"), false).fencing())
                    .as("doctor sends no deletions")
                    .isEqualTo(Fencing.UNKNOWN);
        }
    }

    @Test
    void a_store_that_looks_at_no_signature_is_not() {
        try (EmbeddedObjectStore store = EmbeddedObjectStore.startWithoutSignatures();
                ObjectBucket bucket = new ObjectBucket(bucket(store))) {
            bucket.makeIfMissing();
            notFenced(bucket.inspect(List.of("calls/"), true));
        }
    }

    @Test
    void moto_is_not() {
        Optional<TestObjectStore> moto = TestServers.lockingObjectStore();
        Assumptions.assumeTrue(moto.isPresent(), "no Docker engine with the moto image");
        try (ObjectBucket bucket = new ObjectBucket(moto.orElseThrow().bucket("unfenced"))) {
            bucket.makeIfMissing();
            BucketFacts facts = bucket.inspect(List.of("calls/"), true);
            notFenced(facts);
            assertThat(facts.notes()).anyMatch(note -> note.contains("was altered after it was signed"));
        }
    }

    /** Ceph, where {@code scripts/ceph} starts it. */
    @Test
    void a_server_that_the_environment_names_is_fenced_and_carries_out_nothing_late() throws Exception {
        Optional<TestObjectStore> named = TestObjectStore.named();
        Assumptions.assumeTrue(named.isPresent(), "GALLRA_TEST_S3_ENDPOINT names no server");
        TestObjectStore store = named.orElseThrow();
        BucketSettings settings = store.bucket(TestServers.freshBucket(store, true));
        try (ObjectBucket bucket = new ObjectBucket(settings)) {
            BucketFacts facts = bucket.inspect(List.of("calls/"), true);
            assertThat(facts.fencing()).as(facts.notes().toString()).isEqualTo(Fencing.FENCED);
        }
        assertThat(leftAfterALongerTimeWasGiven(settings)).hasSize(1);
    }

    /** What would become of what a gateway delivers too late. */
    @Test
    void there_it_is_carried_out_however_late_it_comes() throws Exception {
        try (EmbeddedObjectStore store = EmbeddedObjectStore.startWithoutSignatures()) {
            assertThat(leftAfterALongerTimeWasGiven(bucket(store))).isEmpty();
        }
        assertThat(leftAfterALongerTimeWasGiven(bucket())).as("a fenced store").hasSize(1);
    }

    private static List<ObjectVersion> leftAfterALongerTimeWasGiven(BucketSettings settings) throws Exception {
        try (HostileS3 gateway = new HostileS3(settings);
                ObjectBucket bucket = new ObjectBucket(gateway.settings())) {
            bucket.makeIfMissing();
            ObjectVersion version = written(bucket);
            gateway.tell(Lies.executeLate(
                    Duration.ofSeconds(17),
                    request -> new HttpMessage(
                            request.start().replaceFirst("X-Amz-Expires=15", "X-Amz-Expires=900"),
                            request.headers(),
                            request.body())));
            assertThat(delete(bucket, version, Duration.ZERO)).isEqualTo(DeletionResult.Status.IN_DOUBT);
            gateway.awaitLate();
            return gateway.backing().versionsOf("calls/1.wav");
        }
    }

    private static BucketSettings bucket(EmbeddedObjectStore store) {
        return new BucketSettings(
                store.endpoint().toString(), "eu-north-1", "unfenced", store.accessKey(), store.secretKey(), null);
    }

    private static void notFenced(BucketFacts facts) {
        assertThat(facts.fencing()).as(facts.notes().toString()).isEqualTo(Fencing.UNFENCED);
        assertThat(facts.notes())
                .anyMatch(note -> note.contains("takes a delete request that"))
                .anyMatch(note -> note.contains("waits for gallra runs recover"));
    }
}
