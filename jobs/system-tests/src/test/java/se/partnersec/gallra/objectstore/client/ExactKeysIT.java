package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;

/** A key names itself and nothing else: neither the keys that begin with it nor those that look like it. */
@Tag("once")
@Tag("full")
class ExactKeysIT {
    private static final List<String> ODD = List.of(
            "a",
            "a.wav",
            "a b",
            "a+b",
            "a%20b",
            "a%2Fb",
            "a%252Fb",
            "a&b<c>\"d'",
            "a?versionId=null#x",
            "a;b=c,d:e@f$g!h*i(j)k~l|m\\n",
            "samtal/åäö 1.wav",
            "caf\u00e9",
            "cafe\u0301",
            "emoji\uD83D\uDE00",
            "tab\tkey",
            "delete\u007f",
            "x".repeat(1024));
    /** s3proxy keeps objects as files: a file is no folder, and has no empty names in its path. */
    private static final List<String> ONLY_MOTO = List.of("a/b", "a/b/", "a//b", "/a");
    /** moto finds no route for a newline, and does not encode its listings: other control characters garble them. */
    private static final List<String> ONLY_S3PROXY = List.of("new\nline", "carriage\rreturn", "control\u0001");

    /** That nothing is missed is asked here, not how fast a thousand versions of one key go on a machine at work. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @ParameterizedTest
    @EnumSource
    void odd_keys_are_found_and_erased_one_at_a_time_and_no_other_with_them(BucketKind kind) {
        try (ObjectBucket bucket = new ObjectBucket(kind.fresh())) {
            List<String> keys = new ArrayList<>(ODD);
            keys.addAll(kind.embedded() ? ONLY_S3PROXY : ONLY_MOTO);
            keys.forEach(key -> bucket.put(key, key.getBytes(StandardCharsets.UTF_8)));
            assertThat(bucket.versionsOf(keys))
                    .hasSameSizeAs(keys)
                    .allSatisfy((key, versions) -> assertThat(versions)
                            .singleElement()
                            .satisfies(v -> {
                                assertThat(v.key()).isEqualTo(key);
                                assertThat(v.size()).isEqualTo(key.getBytes(StandardCharsets.UTF_8).length);
                            }));
            DeletePrecondition guard = bucket.inspect(List.of(""), true).guard();
            List<String> left = new ArrayList<>(keys);
            for (String key : keys) {
                DeletionResult outcome = bucket.delete(bucket.versionsOf(key), guard, TIMEOUT);
                assertThat(outcome.answers())
                        .singleElement()
                        .satisfies(a -> assertThat(a.deletion()).isEqualTo(DeletionResult.Status.DELETED));
                left.remove(key);
                assertThat(bucket.versionsOf(key)).isEmpty();
                assertThat(keysIn(bucket)).containsExactlyInAnyOrderElementsOf(left);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"control\u0001", "carriage\rreturn"})
    void a_listing_that_garbles_a_key_is_an_error_and_not_an_absent_key_moto(String key) {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.MOTO_VERSIONED.fresh())) {
            bucket.put(key, new byte[] {1});
            for (ThrowingCallable question : List.<ThrowingCallable>of(
                    () -> bucket.versionsOf(key), () -> bucket.versionsOf(List.of("c", key)))) {
                assertThatThrownBy(question)
                        .isInstanceOf(ObjectStoreException.class)
                        .hasMessageMatching(".*(no usable answer|do not begin as asked).*")
                        .hasMessageNotContaining("control")
                        .hasMessageNotContaining("return");
            }
        }
    }

    private static List<String> keysIn(ObjectBucket bucket) {
        List<String> keys = new ArrayList<>();
        bucket.forEachVersion("", v -> keys.add(v.key()));
        return keys;
    }

    @ParameterizedTest
    @EnumSource
    void a_crowded_prefix_gives_the_same_answer_as_one_listing(BucketKind kind) {
        try (ObjectBucket bucket = new ObjectBucket(kind.fresh())) {
            for (int i = 0; i < 1_200; i++) {
                bucket.put("calls/" + i, new byte[] {1});
            }
            Map<String, List<ObjectVersion>> all = new HashMap<>();
            bucket.forEachVersion(
                    "calls/",
                    v -> all.computeIfAbsent(v.key(), k -> new ArrayList<>()).add(v));
            assertThat(all).hasSize(1_200);
            List<String> few = List.of("calls/1", "calls/11", "calls/119", "calls/1199", "calls/99", "calls/none");
            for (int again = 0; again < 2; again++) {
                Map<String, List<ObjectVersion>> found = bucket.versionsOf(few);
                assertThat(found).hasSize(6).containsEntry("calls/none", List.of());
                few.subList(0, 5).forEach(key -> assertThat(found.get(key)).isEqualTo(all.get(key)));
            }
            assertThat(bucket.versionsOf(all.keySet())).isEqualTo(all);
        }
    }

    /**
     * Not on s3proxy, whose listing reads all versions once for each: a thousand of them take longer than a client waits on a machine
     * at work. {@link HostileS3IT} asks for versions of one key across shorter pages, without delete markers.
     */
    @ParameterizedTest
    @EnumSource(names = "MOTO_VERSIONED")
    void more_versions_and_markers_than_fit_a_page_are_all_found(BucketKind kind) {
        try (ObjectBucket bucket = new ObjectBucket(kind.fresh())) {
            bucket.put("k.neighbour", new byte[] {1});
            for (int i = 0; i < 1_005; i++) {
                bucket.put("k", new byte[] {1});
                if (i % 50 == 0) {
                    bucket.hide("k");
                }
            }
            List<ObjectVersion> versions = bucket.versionsOf("k");
            assertThat(versions)
                    .hasSize(1_026)
                    .extracting(ObjectVersion::versionId)
                    .doesNotHaveDuplicates();
            assertThat(versions).filteredOn(ObjectVersion::deleteMarker).hasSize(21);
            assertThat(versions).filteredOn(ObjectVersion::latest).hasSize(1);
            assertThatThrownBy(() -> bucket.delete(versions, DeletePrecondition.VERSION_IDS, TIMEOUT))
                    .hasMessageContaining("at most 1000");
            for (List<ObjectVersion> part : List.of(versions.subList(0, 1_000), versions.subList(1_000, 1_026))) {
                DeletionResult outcome = bucket.delete(part, DeletePrecondition.VERSION_IDS, TIMEOUT);
                assertThat(outcome.versions(DeletionResult.Status.DELETED)).isEqualTo(part);
            }
            assertThat(bucket.versionsOf("k")).isEmpty();
            assertThat(bucket.versionsOf("k.neighbour")).hasSize(1);
        }
    }

    @Test
    void an_empty_key_is_refused_because_it_would_name_the_whole_bucket() {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            assertThatThrownBy(() -> bucket.versionsOf("")).hasMessageContaining("whole bucket");
            assertThatThrownBy(() -> bucket.versionsOf(List.of("a", ""))).hasMessageContaining("whole bucket");
        }
    }
}
