package se.partnersec.gallra.objectstore.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.client.BucketFacts;
import se.partnersec.gallra.objectstore.client.BucketKind;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.testing.TestObjectStore;
import se.partnersec.gallra.testing.TestServers;

/** What a delete does to the copies it names, and what becomes of content written in between. */
@Tag("once")
@Tag("full")
class DeletionStatusIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(names = {"S3PROXY_VERSIONED", "MOTO_VERSIONED"})
    void all_versions_and_markers_go_by_their_ids_and_a_later_version_stays(BucketKind kind) {
        try (ObjectBucket bucket = new ObjectBucket(kind.fresh())) {
            bucket.put("a", new byte[] {1});
            bucket.put("a", new byte[] {2});
            bucket.hide("a");
            List<ObjectVersion> listed = bucket.versionsOf("a");
            assertThat(listed)
                    .hasSize(3)
                    .filteredOn(ObjectVersion::deleteMarker)
                    .hasSize(1);
            bucket.put("a", new byte[] {3});

            assertThat(bucket.delete(listed, DeletePrecondition.VERSION_IDS, TIMEOUT)
                            .versions(DeletionResult.Status.DELETED))
                    .isEqualTo(listed);
            assertThat(bucket.versionsOf("a")).singleElement().satisfies(v -> {
                assertThat(v.latest()).isTrue();
                assertThat(listed).noneMatch(v::sameAs);
            });
        }
    }

    @Test
    void a_version_that_is_gone_already_is_missing_s3proxy() {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            bucket.put("a", new byte[] {1});
            List<ObjectVersion> listed = bucket.versionsOf("a");
            bucket.delete(listed, DeletePrecondition.VERSION_IDS, TIMEOUT);
            assertThat(only(bucket.delete(listed, DeletePrecondition.VERSION_IDS, TIMEOUT)))
                    .isIn(DeletionResult.Status.MISSING, DeletionResult.Status.DELETED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"S3PROXY_UNVERSIONED", "MOTO_UNVERSIONED"})
    void without_versions_content_written_in_between_survives(BucketKind kind) {
        try (ObjectBucket bucket = new ObjectBucket(kind.fresh())) {
            DeletePrecondition guard = bucket.inspect(List.of("a"), true).guard();
            assertThat(guard)
                    .isEqualTo(kind.embedded() ? DeletePrecondition.ETAG_IN_BATCH : DeletePrecondition.IF_MATCH_SINGLY);
            bucket.put("a", new byte[] {1});
            bucket.put("b", new byte[] {1});
            List<ObjectVersion> listed = new ArrayList<>(bucket.versionsOf("a"));
            listed.addAll(bucket.versionsOf("b"));
            bucket.put("a", new byte[] {2});

            DeletionResult outcome = bucket.delete(listed, guard, TIMEOUT);
            assertThat(outcome.answers())
                    .extracting(DeletionResult.Answer::deletion)
                    .containsExactly(DeletionResult.Status.CHANGED, DeletionResult.Status.DELETED);
            assertThat(bucket.versionsOf("a")).singleElement().matches(v -> !v.sameAs(listed.get(0)));
            assertThat(bucket.versionsOf("b")).isEmpty();
        }
    }

    /** moto drops older versions when it writes to a suspended bucket, so there is none beside the null version. */
    @Test
    void with_versions_suspended_the_null_version_goes_only_unchanged_moto() {
        BucketSettings settings = BucketKind.MOTO_VERSIONED.fresh();
        BucketKind.MOTO_VERSIONED.suspend(settings);
        try (ObjectBucket bucket = new ObjectBucket(settings)) {
            DeletePrecondition guard = bucket.inspect(List.of("a"), true).guard();
            assertThat(guard).isEqualTo(DeletePrecondition.SUSPENDED_IF_MATCH_SINGLY);
            bucket.put("a", new byte[] {1});
            bucket.put("b", new byte[] {1});
            List<ObjectVersion> listed = new ArrayList<>(bucket.versionsOf("a"));
            listed.addAll(bucket.versionsOf("b"));
            bucket.put("a", new byte[] {2});

            DeletionResult outcome = bucket.delete(listed, guard, TIMEOUT);
            assertThat(outcome.answers())
                    .extracting(DeletionResult.Answer::deletion)
                    .containsExactly(DeletionResult.Status.CHANGED, DeletionResult.Status.DELETED);
            assertThat(bucket.versionsOf("a")).singleElement().matches(v -> !v.sameAs(listed.get(0)));
            assertThat(bucket.versionsOf("b")).isEmpty();
        }
    }

    @Test
    void with_versions_suspended_older_versions_go_by_id_and_the_null_version_only_unchanged_s3proxy() {
        BucketSettings settings = BucketKind.S3PROXY_VERSIONED.fresh();
        try (ObjectBucket bucket = new ObjectBucket(settings)) {
            List.of("a", "b").forEach(key -> bucket.put(key, new byte[] {1}));
            BucketKind.S3PROXY_VERSIONED.suspend(settings);
            List.of("a", "b").forEach(key -> bucket.put(key, new byte[] {2}));
            BucketFacts facts = bucket.inspect(List.of("a"), true);
            assertThat(facts.versioning()).isEqualTo(BucketFacts.Versioning.SUSPENDED);
            assertThat(facts.guard()).isEqualTo(DeletePrecondition.SUSPENDED_ETAG_IN_BATCH);
            List<ObjectVersion> listed = new ArrayList<>(bucket.versionsOf("a"));
            listed.addAll(bucket.versionsOf("b"));
            assertThat(listed).hasSize(4).filteredOn(ObjectVersion::mutable).hasSize(2);
            bucket.put("a", new byte[] {3});

            DeletionResult outcome = bucket.delete(listed, facts.guard(), TIMEOUT);
            assertThat(outcome.count(DeletionResult.Status.DELETED)).isEqualTo(3);
            assertThat(outcome.versions(DeletionResult.Status.CHANGED))
                    .singleElement()
                    .matches(v -> v.mutable() && v.key().equals("a"));
            assertThat(bucket.versionsOf("a")).singleElement().matches(ObjectVersion::mutable);
            assertThat(bucket.versionsOf("b")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void copies_that_nothing_guards_are_not_even_asked_for(BucketKind kind) {
        BucketSettings settings = kind.fresh();
        if (kind.versioned()) {
            kind.suspend(settings);
        }
        try (ObjectBucket bucket = new ObjectBucket(settings)) {
            bucket.put("a", new byte[] {1});
            List<ObjectVersion> listed = bucket.versionsOf("a");
            assertThat(listed).singleElement().matches(ObjectVersion::mutable);
            assertThat(only(bucket.delete(listed, DeletePrecondition.NONE, TIMEOUT)))
                    .isEqualTo(DeletionResult.Status.UNGUARDED);
            assertThat(bucket.versionsOf("a")).hasSize(1);
            assertThat(only(bucket.delete(listed, DeletePrecondition.RISK_ACCEPTED, TIMEOUT)))
                    .isEqualTo(DeletionResult.Status.DELETED);
            assertThat(bucket.versionsOf("a")).isEmpty();
        }
    }

    /** moto lays no marker in a suspended bucket. */
    @Test
    void a_null_marker_of_a_suspended_bucket_stays_unless_the_risk_is_accepted_s3proxy() {
        BucketSettings settings = BucketKind.S3PROXY_VERSIONED.fresh();
        BucketKind.S3PROXY_VERSIONED.suspend(settings);
        try (ObjectBucket bucket = new ObjectBucket(settings)) {
            bucket.put("a", new byte[] {1});
            bucket.hide("a");
            List<ObjectVersion> listed = bucket.versionsOf("a");
            assertThat(listed).singleElement().matches(v -> v.deleteMarker() && v.mutable());
            assertThat(only(bucket.delete(listed, DeletePrecondition.SUSPENDED_IF_MATCH_SINGLY, TIMEOUT)))
                    .isEqualTo(DeletionResult.Status.UNGUARDED);
            assertThat(only(bucket.delete(listed, DeletePrecondition.RISK_ACCEPTED, TIMEOUT)))
                    .isEqualTo(DeletionResult.Status.DELETED);
            assertThat(bucket.versionsOf("a")).isEmpty();
        }
    }

    @Test
    void a_request_holds_at_most_a_thousand_versions_each_once() {
        try (ObjectBucket bucket = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            assertThat(bucket.versionsOf("k")).as("the store tells its time").isEmpty();
            List<ObjectVersion> many = new ArrayList<>();
            for (int i = 0; i <= 1_000; i++) {
                many.add(ObjectVersion.remembered("k" + i, "v", null, false));
            }
            assertThatThrownBy(() -> bucket.delete(many, DeletePrecondition.VERSION_IDS, TIMEOUT))
                    .hasMessageContaining("at most 1000 versions, was given 1001");
            assertThatThrownBy(() ->
                            bucket.delete(List.of(many.get(0), many.get(0)), DeletePrecondition.VERSION_IDS, TIMEOUT))
                    .hasMessageContaining("twice");
            assertThat(bucket.delete(List.of(), DeletePrecondition.VERSION_IDS, TIMEOUT)
                            .answers())
                    .isEmpty();
        }
    }

    @Test
    void an_unreachable_store_is_told_from_one_that_may_have_done_it() {
        BucketSettings nobody = new BucketSettings("http://127.0.0.1:9", "eu-north-1", "nobody", "a", "b", null);
        try (ObjectBucket bucket = new ObjectBucket(nobody)) {
            assertThatThrownBy(() -> bucket.versionsOf("calls/0701234567"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.UNREACHABLE))
                    .hasMessageContaining("bucket nobody at http://127.0.0.1:9")
                    .hasMessageContaining("GALLRA_S3_ENDPOINT")
                    .hasMessageNotContaining("0701234567");
            List<DeletionResult> outcome = bucket.deleteEach(
                    List.of(List.of(ObjectVersion.remembered("a", "1", null, false))),
                    DeletePrecondition.VERSION_IDS,
                    TIMEOUT,
                    Instant.now());
            assertThat(outcome.get(0).answers()).singleElement().satisfies(a -> {
                assertThat(a.deletion()).isEqualTo(DeletionResult.Status.FAILED);
                assertThat(a.code()).isEqualTo("Unreachable");
            });
        }
    }

    @Test
    void a_bucket_that_is_not_there_is_no_empty_bucket() {
        TestObjectStore server = TestServers.objectStore();
        try (ObjectBucket bucket = new ObjectBucket(server.bucket("not-there"))) {
            assertThatThrownBy(() -> bucket.versionsOf("a"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.NO_SUCH_BUCKET));
            assertThat(only(bucket.delete(
                            List.of(ObjectVersion.remembered("a", "1", null, false)),
                            DeletePrecondition.VERSION_IDS,
                            TIMEOUT)))
                    .isEqualTo(DeletionResult.Status.FAILED);
        }
    }

    @Test
    void wrong_credentials_are_denied() {
        BucketSettings real = BucketKind.S3PROXY_VERSIONED.fresh();
        BucketSettings wrong =
                new BucketSettings(real.endpoint(), real.region(), real.bucket(), real.accessKey(), "wrong", null);
        try (ObjectBucket bucket = new ObjectBucket(wrong)) {
            assertThatThrownBy(() -> bucket.versionsOf("a"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.DENIED));
        }
    }

    private static DeletionResult.Status only(DeletionResult outcome) {
        assertThat(outcome.answers()).hasSize(1);
        return outcome.answers().get(0).deletion();
    }
}
