package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;

/** A store that lies: what it says of each of 520 versions is told exactly, and looking again shows the truth. */
@Tag("once")
@Tag("full")
class HostileS3IT {
    private static final int OBJECTS = 260;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Far beyond the second that such a delete is given. */
    private static final Duration LATE = Duration.ofSeconds(6);

    private HostileS3 hostile;
    private ObjectBucket bucket;
    private List<String> keys;
    private List<ObjectVersion> versions;

    @BeforeEach
    void fill() {
        hostile = new HostileS3(BucketKind.S3PROXY_VERSIONED.fresh());
        bucket = new ObjectBucket(hostile.settings());
        keys = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            keys.add("calls/åä " + i + ".wav");
            hostile.backing().put(keys.get(i), new byte[] {1});
            hostile.backing().put(keys.get(i), new byte[] {2});
        }
        versions = flat(bucket.versionsOf(keys));
        assertThat(versions).hasSize(2 * OBJECTS);
    }

    @AfterEach
    void close() {
        bucket.close();
        hostile.close();
    }

    @Test
    void an_honest_store_deletes_what_it_says() {
        assertThat(delete().count(DeletionResult.Status.DELETED)).isEqualTo(versions.size());
        assertThat(left()).isEmpty();
        assertThat(hostile.deletes()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} versions a page")
    @ValueSource(ints = {2, 3, 4})
    void a_listing_of_one_key_that_ends_with_an_empty_page_is_an_error_and_never_a_shorter_listing(int page) {
        String key = "one";
        for (byte i = 1; i <= 5; i++) {
            hostile.backing().put(key, new byte[] {i});
        }
        hostile.backing().put("one.neighbour", new byte[] {1});
        List<ObjectVersion> all = hostile.backing().versionsOf(key);
        assertThat(all).hasSize(5);
        hostile.tell(Lies.losesItsPlace(page, false));
        assertThatThrownBy(() -> bucket.versionsOf(key))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("answers with a listing that ends with an empty page");
        assertThat(bucket.versionsOf(key)).as("asked again").isEqualTo(all);
        hostile.tell(Lies.losesItsPlace(page, true));
        assertThatThrownBy(() -> bucket.versionsOf(List.of(key, "one.neighbour")))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("answers with a listing that ends with an empty page");
    }

    @Test
    void keys_of_two_prefixes_are_found_though_nothing_above_them_may_be_listed() {
        hostile.backing().put("chats/1", new byte[] {1});
        hostile.tell(Lies.listBelowOnly(List.of("calls/", "chats/")));
        assertThat(bucket.versionsOf(List.of(keys.get(1), "chats/1", "chats/2")))
                .satisfies(found -> assertThat(found.get(keys.get(1))).hasSize(2))
                .satisfies(found -> assertThat(found.get("chats/1")).hasSize(1))
                .satisfies(found -> assertThat(found.get("chats/2")).isEmpty());
        // What may not be looked at is not taken for absent.
        assertThatThrownBy(() -> bucket.versionsOf(List.of("other/1", "other/2")))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.DENIED));
        hostile.tell(Lies.none());
    }

    @Test
    void swallowed_deletes_are_claimed_and_seen_to_be_untrue() {
        hostile.tell(Lies.swallowDeletes());
        assertThat(delete().count(DeletionResult.Status.DELETED)).isEqualTo(versions.size());
        assertThat(left()).hasSize(versions.size());
    }

    @Test
    void errors_for_some_are_told_of_just_those() {
        hostile.tell(Lies.refuseEvery(3, "AccessDenied"));
        DeletionResult outcome = delete();
        assertThat(outcome.versions(DeletionResult.Status.DENIED)).isEqualTo(every(3));
        assertThat(outcome.count(DeletionResult.Status.DELETED)).isEqualTo(versions.size() - every(3).size());
        assertThat(left()).isEqualTo(names(every(3)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void versions_missing_in_the_answer_are_unknown_whether_gone_or_not(boolean deleted) {
        hostile.tell(Lies.forgetEvery(4, deleted));
        DeletionResult outcome = delete();
        assertThat(outcome.versions(DeletionResult.Status.UNKNOWN)).isEqualTo(every(4));
        assertThat(outcome.count(DeletionResult.Status.DELETED)).isEqualTo(versions.size() - every(4).size());
        assertThat(left()).isEqualTo(deleted ? Set.of() : names(every(4)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void versions_answered_twice_are_unknown(boolean contradicting) {
        hostile.tell(Lies.repeatEvery(5, contradicting, false));
        DeletionResult outcome = delete();
        assertThat(outcome.versions(DeletionResult.Status.UNKNOWN)).isEqualTo(every(5));
        assertThat(outcome.count(DeletionResult.Status.DELETED)).isEqualTo(versions.size() - every(5).size());
        assertThat(left()).isEqualTo(names(every(5)));
    }

    @Test
    void a_delete_executed_after_the_time_limit_is_in_doubt_and_sent_once() throws InterruptedException {
        hostile.tell(Lies.executeLate(LATE));
        long began = System.nanoTime();
        DeletionResult outcome = bucket.delete(versions, DeletePrecondition.VERSION_IDS, Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LATE);
        assertThat(outcome.versions(DeletionResult.Status.IN_DOUBT)).isEqualTo(versions);
        assertThat(left()).hasSize(versions.size());
        hostile.awaitLate();
        assertThat(left()).isEmpty();
        assertThat(hostile.deletes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_delete_without_an_answer_is_in_doubt_and_not_repeated(boolean executed) {
        hostile.tell(Lies.hangUp(1, executed));
        assertThat(delete().versions(DeletionResult.Status.IN_DOUBT)).isEqualTo(versions);
        assertThat(left()).hasSize(executed ? 0 : versions.size());
        assertThat(hostile.deletes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_delete_whose_answer_breaks_off_is_never_more_than_its_readable_part(boolean statesLength) {
        hostile.tell(Lies.cutAnswers(1, statesLength));
        DeletionResult outcome = delete();
        assertThat(outcome.answers()).hasSameSizeAs(versions);
        assertThat(outcome.count(DeletionResult.Status.DELETED)).isLessThan(versions.size());
        assertThat(outcome.count(DeletionResult.Status.DELETED)
                        + outcome.count(DeletionResult.Status.UNKNOWN)
                        + outcome.count(DeletionResult.Status.IN_DOUBT))
                .isEqualTo(versions.size());
        assertThat(hostile.deletes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_listing_that_always_breaks_off_is_an_error_and_never_a_shorter_listing(boolean statesLength) {
        hostile.tell(Lies.cutAnswers(100, statesLength));
        assertThatThrownBy(() -> bucket.versionsOf(keys)).isInstanceOf(ObjectStoreException.class);
        assertThatThrownBy(() -> bucket.versionsOf(keys.get(0))).isInstanceOf(ObjectStoreException.class);
        assertThatThrownBy(() -> bucket.forEachVersion("calls/", v -> {})).isInstanceOf(ObjectStoreException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_listing_that_breaks_off_once_is_asked_for_again(boolean statesLength) {
        hostile.tell(Lies.cutAnswers(1, statesLength));
        assertThat(flat(bucket.versionsOf(keys))).isEqualTo(versions);
    }

    @Test
    void an_answer_with_nothing_in_it_is_no_empty_listing_and_no_deletion() {
        hostile.tell(Lies.sayNothing(100));
        assertThatThrownBy(() -> bucket.versionsOf(keys)).isInstanceOf(ObjectStoreException.class);
        assertThatThrownBy(() -> bucket.versionsOf(keys.get(0))).hasMessageContaining("whether there is more");
        assertThatThrownBy(() -> bucket.unfinishedUploadsOf(keys.get(0))).hasMessageContaining("whether there is more");
        assertThat(delete().versions(DeletionResult.Status.UNKNOWN)).isEqualTo(versions);
    }

    @Test
    void a_versioned_bucket_that_will_not_list_versions_is_not_listed_without_them() {
        hostile.tell(Lies.refuseVersionListings());
        assertThatThrownBy(() -> bucket.versionsOf(keys.get(0)))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.UNSUPPORTED));
    }

    @Test
    void a_stale_listing_shows_what_is_gone_and_later_the_truth() throws InterruptedException {
        hostile.tell(Lies.staleLists(Duration.ofSeconds(2)));
        assertThat(delete().count(DeletionResult.Status.DELETED)).isEqualTo(versions.size());
        assertThat(flat(bucket.versionsOf(keys))).hasSameSizeAs(versions);
        assertThat(left()).isEmpty();
        Thread.sleep(2_100);
        assertThat(flat(bucket.versionsOf(keys))).isEmpty();
    }

    @Test
    void a_delete_that_is_asked_to_slow_down_says_so_and_is_not_repeated() {
        hostile.tell(Lies.slowDown(1));
        assertThat(delete().versions(DeletionResult.Status.THROTTLED)).isEqualTo(versions);
        assertThat(hostile.deletes()).isEqualTo(1);
        assertThat(left()).hasSize(versions.size());
        assertThat(delete().count(DeletionResult.Status.DELETED)).isEqualTo(versions.size());
    }

    @Test
    void a_listing_that_is_asked_to_slow_down_waits_and_in_the_end_says_so() {
        hostile.tell(Lies.slowDown(2));
        assertThat(bucket.versionsOf(keys.get(0))).hasSize(2);
        hostile.tell(Lies.slowDown(100));
        assertThatThrownBy(() -> bucket.versionsOf(keys.get(0)))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.THROTTLED))
                .hasMessageContaining(hostile.settings().bucket())
                .hasMessageNotContaining("wav");
    }

    @Test
    void a_version_written_between_listing_and_delete_survives() {
        hostile.tell(Lies.beforeNextDelete(() ->
                keys.forEach(key -> hostile.backing().put(key, new byte[] {3}))));
        assertThat(delete().count(DeletionResult.Status.DELETED)).isEqualTo(versions.size());
        assertThat(flat(bucket.versionsOf(keys))).hasSize(OBJECTS).allMatch(ObjectVersion::latest);
    }

    private DeletionResult delete() {
        DeletionResult outcome = bucket.delete(versions, DeletePrecondition.VERSION_IDS, TIMEOUT);
        assertThat(outcome.answers()).extracting(DeletionResult.Answer::version).isEqualTo(versions);
        return outcome;
    }

    private List<ObjectVersion> every(int n) {
        List<ObjectVersion> every = new ArrayList<>();
        for (int i = n - 1; i < versions.size(); i += n) {
            every.add(versions.get(i));
        }
        return every;
    }

    /** What is really there. */
    private Set<String> left() {
        Set<String> left = new HashSet<>();
        hostile.backing().forEachVersion("", v -> left.add(v.key() + " " + v.versionId()));
        return left;
    }

    private static Set<String> names(List<ObjectVersion> versions) {
        Set<String> names = new HashSet<>();
        versions.forEach(v -> names.add(v.key() + " " + v.versionId()));
        return names;
    }

    private static List<ObjectVersion> flat(Map<String, List<ObjectVersion>> found) {
        return found.values().stream().flatMap(List::stream).toList();
    }
}
