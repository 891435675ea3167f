package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.embedded.EmbeddedObjectStore;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** The embedded store can be listed while versions go, as every other can. */
@Tag("once")
@Tag("full")
class SteadyListingIT {
    private static final int VERSIONS = 2000;

    @ParameterizedTest(name = "{0} of each")
    @ValueSource(ints = {1, 4})
    void listings_succeed_while_versions_go_beside_what_is_listed(int versions) {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            for (int i = 0; i < VERSIONS; i++) {
                bucket.put("day/" + i / versions, new byte[] {1});
            }
            List<List<ObjectVersion>> requests = new ArrayList<>();
            bucket.forEachVersion("day/", version -> {
                if (requests.isEmpty() || requests.get(requests.size() - 1).size() == 250) {
                    requests.add(new ArrayList<>());
                }
                requests.get(requests.size() - 1).add(version);
            });
            CompletableFuture<List<DeletionResult>> going = CompletableFuture.supplyAsync(() -> bucket.deleteEach(
                    requests, DeletePrecondition.VERSION_IDS, Duration.ofSeconds(60), bucket.storeTime()));
            int listings = 0;
            while (!going.isDone()) {
                bucket.forEachVersion("day/", version -> {});
                listings++;
            }
            assertThat(listings).isPositive();
            assertThat(going.join())
                    .allSatisfy(outcome -> assertThat(outcome.versions(DeletionResult.Status.DELETED))
                            .hasSize(250));
            bucket.forEachVersion("day/", version -> assertThat(version).isNull());
        }
    }

    /** More often than a client asks. */
    @Test
    void a_listing_that_a_deletion_broke_off_is_repeated_where_it_broke() {
        try (EmbeddedObjectStore server = failing(20, new NoSuchFileException("day/7"));
                ObjectBucket bucket = open(server)) {
            bucket.put("day/8", new byte[] {1});
            assertThat(bucket.versionsOf("day/8")).hasSize(1);
        }
    }

    @Test
    void a_listing_that_fails_for_another_reason_fails() {
        try (EmbeddedObjectStore server = failing(20, new AccessDeniedException("day/7"));
                ObjectBucket bucket = open(server)) {
            assertThatThrownBy(() -> bucket.versionsOf("day/8")).isInstanceOf(ObjectStoreException.class);
        }
    }

    private static ObjectBucket open(EmbeddedObjectStore server) {
        TestObjectStore store = new TestObjectStore(server.endpoint(), server.accessKey(), server.secretKey());
        return new ObjectBucket(store.bucket(TestServers.freshBucket(store, true)));
    }

    private static EmbeddedObjectStore failing(int times, IOException why) {
        AtomicInteger left = new AtomicInteger(times);
        return EmbeddedObjectStore.start(store -> new Failing(store, left, why));
    }

    private static final class Failing extends ForwardingBlobStore {
        private final AtomicInteger left;
        private final IOException why;

        Failing(BlobStore store, AtomicInteger left, IOException why) {
            super(store);
            this.left = left;
            this.why = why;
        }

        @Override
        public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
            if (left.getAndDecrement() > 0) {
                throw new IllegalStateException(why);
            }
            return super.listVersions(request);
        }
    }
}
