package se.partnersec.gallra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The index lists what the store beneath it lists. */
class IndexedVersionsTest {
    private static final String BUCKET = "samtal";
    private static final List<String> KEYS = List.of("a", "a/1", "b/1", "b/10", "b/2", "samtal å.wav");

    private final BlobStore beneath = new TransientNio2BlobStore();
    private final BlobStore store = new IndexedVersions(beneath);
    private final Random random = new Random(20261129);

    IndexedVersionsTest() {
        store.createContainer(BUCKET);
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {1, 2, 7, 1000})
    void lists_what_the_store_lists_whatever_was_done(int page) {
        put("a/1", 1); // before the bucket has versions
        store.putBucketVersioning(BUCKET, BucketVersioningStatus.ENABLED);
        for (int i = 0; i < 300; i++) {
            act();
            if (i % 10 == 0) {
                for (String prefix : List.of("", "a", "b/1", "c")) {
                    assertThat(listed(store, prefix, page)).isEqualTo(listed(beneath, prefix, 1000));
                }
            }
        }
        assertThat(listed(store, "", page)).hasSizeGreaterThan(20);
    }

    @Test
    void goes_on_behind_the_version_that_ended_the_page_when_that_is_gone() {
        store.putBucketVersioning(BUCKET, BucketVersioningStatus.ENABLED);
        for (int i = 0; i < 3; i++) {
            put("b/1", i);
            put("b/2", i);
        }
        ListObjectVersionsResponse first = store.listVersions(request("b/", 2, null, null));
        assertThat(first.isTruncated()).isTrue();
        store.removeBlob(BUCKET, first.nextKeyMarker(), first.nextVersionIdMarker());
        ListObjectVersionsResponse rest =
                store.listVersions(request("b/", 1000, first.nextKeyMarker(), first.nextVersionIdMarker()));
        assertThat(rest.versions()).hasSize(4).doesNotContainAnyElementsOf(first.versions());
        assertThat(rest.isTruncated()).isFalse();
    }

    @Test
    void a_bucket_without_versions_any_more_is_listed_by_the_store() {
        store.putBucketVersioning(BUCKET, BucketVersioningStatus.ENABLED);
        put("a/1", 1);
        store.putBucketVersioning(BUCKET, BucketVersioningStatus.SUSPENDED);
        put("a/1", 2);
        put("a/1", 3);
        assertThat(listed(store, "", 1000)).isEqualTo(listed(beneath, "", 1000)).hasSize(3);
        store.deleteContainer(BUCKET);
        assertThat(store.containerExists(BUCKET)).isFalse();
    }

    private void act() {
        String key = KEYS.get(1 + random.nextInt(KEYS.size() - 1));
        List<String> versions = versionsOf(key);
        switch (random.nextInt(6)) {
            case 0, 1 -> put(key, random.nextInt(100));
            case 2 -> store.removeBlob(BUCKET, key, null);
            case 3 -> {
                if (store.blobExists(BUCKET, "b/2") && !key.equals("b/2")) {
                    store.copyBlob(CopyObjectRequest.builder()
                            .sourceBucket(BUCKET)
                            .sourceKey("b/2")
                            .destinationBucket(BUCKET)
                            .destinationKey(key)
                            .build());
                }
            }
            case 4 -> {
                if (!versions.isEmpty()) {
                    store.removeBlob(BUCKET, key, versions.get(random.nextInt(versions.size())));
                }
            }
            default -> {
                List<ObjectIdentifier> some = new ArrayList<>();
                some.add(ObjectIdentifier.builder().key("b/10").build());
                versions.stream()
                        .limit(1)
                        .forEach(version -> some.add(ObjectIdentifier.builder()
                                .key(key)
                                .versionId(version)
                                .build()));
                store.removeBlobs(DeleteObjectsRequest.builder()
                        .bucket(BUCKET)
                        .delete(Delete.builder().objects(some).build())
                        .build());
            }
        }
    }

    private List<String> versionsOf(String key) {
        ListObjectVersionsResponse all = beneath.listVersions(request(key, 1000, null, null));
        List<String> ids = new ArrayList<>();
        all.versions().stream().filter(each -> each.key().equals(key)).forEach(each -> ids.add(each.versionId()));
        all.deleteMarkers().stream().filter(each -> each.key().equals(key)).forEach(each -> ids.add(each.versionId()));
        return ids;
    }

    private void put(String key, int size) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(BUCKET)
                        .key(key)
                        .contentLength((long) size)
                        .build(),
                new ByteArrayInputStream(new byte[size]));
    }

    /** Listing of a prefix, page by page: all versions, and then all delete markers, as the protocol returns them in two lists. */
    private static List<String> listed(BlobStore store, String prefix, int page) {
        List<String> versions = new ArrayList<>();
        List<String> markers = new ArrayList<>();
        String key = null;
        String id = null;
        do {
            ListObjectVersionsResponse answer = store.listVersions(request(prefix, page, key, id));
            answer.versions()
                    .forEach(each -> versions.add(String.join(
                            " ",
                            each.key(),
                            each.versionId(),
                            each.isLatest() ? "latest" : "older",
                            each.eTag().replace("\"", ""),
                            "" + each.size(),
                            "" + each.lastModified())));
            answer.deleteMarkers()
                    .forEach(each -> markers.add(
                            each.key() + " " + each.versionId() + (each.isLatest() ? " latest" : " older")));
            key = answer.isTruncated() ? answer.nextKeyMarker() : null;
            id = answer.nextVersionIdMarker();
        } while (key != null);
        versions.add("and the markers");
        versions.addAll(markers);
        return versions;
    }

    private static ListObjectVersionsRequest request(
            String prefix, int most, @Nullable String key, @Nullable String version) {
        return ListObjectVersionsRequest.builder()
                .bucket(BUCKET)
                .prefix(prefix)
                .maxKeys(most)
                .keyMarker(key)
                .versionIdMarker(version)
                .build();
    }
}
