package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;

/** A lying store without versions, asked in each of the two forms that compare the ETag (on s3proxy). */
@Tag("once")
@Tag("full")
class UnversionedLiesIT {
    private static final int OBJECTS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Far beyond the second that such a delete is given, and less than a second for each of eight in a row. */
    private static final Duration LATE = Duration.ofSeconds(6);

    private HostileS3 hostile;
    private ObjectBucket bucket;
    private List<String> keys;
    private List<ObjectVersion> copies;

    @BeforeEach
    void fill() {
        hostile = new HostileS3(BucketKind.S3PROXY_UNVERSIONED.fresh());
        bucket = new ObjectBucket(hostile.settings());
        keys = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            keys.add("chats/" + i);
            hostile.backing().put(keys.get(i), new byte[] {1});
        }
        copies = list();
        assertThat(copies).hasSize(OBJECTS).allMatch(ObjectVersion::mutable);
    }

    @AfterEach
    void close() {
        bucket.close();
        hostile.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ETAG_IN_BATCH", "IF_MATCH_SINGLY"})
    void content_written_between_listing_and_delete_survives(DeletePrecondition guard) {
        hostile.tell(Lies.beforeNextDelete(() ->
                keys.subList(0, 20).forEach(key -> hostile.backing().put(key, new byte[] {2}))));
        DeletionResult outcome = bucket.delete(copies, guard, TIMEOUT);
        assertThat(outcome.count(DeletionResult.Status.CHANGED)).isEqualTo(20);
        assertThat(outcome.count(DeletionResult.Status.DELETED)).isEqualTo(OBJECTS - 20);
        assertThat(list()).hasSize(20).noneMatch(now -> copies.stream().anyMatch(now::sameAs));
    }

    @ParameterizedTest
    @EnumSource(names = {"ETAG_IN_BATCH", "IF_MATCH_SINGLY"})
    void swallowed_deletes_are_claimed_and_seen_to_be_untrue(DeletePrecondition guard) {
        hostile.tell(Lies.swallowDeletes());
        assertThat(bucket.delete(copies, guard, TIMEOUT).count(DeletionResult.Status.DELETED))
                .isEqualTo(OBJECTS);
        assertThat(list()).hasSize(OBJECTS);
    }

    @Test
    void single_deletes_end_within_the_time_given_to_all_and_what_was_not_sent_is_said() throws InterruptedException {
        hostile.tell(Lies.executeLate(LATE));
        long began = System.nanoTime();
        DeletionResult outcome = bucket.delete(copies, DeletePrecondition.IF_MATCH_SINGLY, Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LATE);
        long inDoubt = outcome.count(DeletionResult.Status.IN_DOUBT);
        assertThat(inDoubt).isEqualTo(hostile.deletes()).isBetween(1L, (long) S3Connection.PARALLEL);
        assertThat(outcome.count(DeletionResult.Status.FAILED)).isEqualTo(OBJECTS - inDoubt);
        assertThat(outcome.answers())
                .filteredOn(a -> a.deletion() == DeletionResult.Status.FAILED)
                .allMatch(a -> a.code().equals("NotSent"));
        hostile.awaitLate();
        assertThat(list()).hasSize((int) (OBJECTS - inDoubt));
    }

    @Test
    void a_single_delete_with_too_little_time_left_is_not_sent() {
        DeletionResult outcome = bucket.delete(copies, DeletePrecondition.IF_MATCH_SINGLY, Duration.ofMillis(49));
        assertThat(hostile.deletes()).isZero();
        assertThat(outcome.answers())
                .hasSize(OBJECTS)
                .allMatch(a ->
                        a.deletion() == DeletionResult.Status.FAILED && a.code().equals("NotSent"));
        assertThat(list()).hasSize(OBJECTS);
    }

    @Test
    void a_store_without_version_listings_shows_each_object_as_its_only_copy() {
        hostile.tell(Lies.refuseVersionListings());
        List<ObjectVersion> plain = list();
        assertThat(plain).hasSize(OBJECTS).allMatch(v -> v.versionId() == null && v.etag() != null && v.latest());
        for (int i = 0; i < OBJECTS; i++) {
            assertThat(plain.get(i).sameAs(copies.get(i))).isTrue();
        }
        hostile.backing().put(keys.get(0), new byte[] {2});
        DeletionResult outcome = bucket.delete(plain, DeletePrecondition.ETAG_IN_BATCH, TIMEOUT);
        assertThat(outcome.count(DeletionResult.Status.CHANGED)).isEqualTo(1);
        assertThat(outcome.count(DeletionResult.Status.DELETED)).isEqualTo(OBJECTS - 1);
        assertThat(list()).singleElement().matches(v -> v.key().equals(keys.get(0)));
    }

    private List<ObjectVersion> list() {
        return bucket.versionsOf(keys).values().stream().flatMap(List::stream).toList();
    }
}
