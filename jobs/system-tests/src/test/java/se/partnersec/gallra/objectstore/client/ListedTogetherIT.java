package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.listing.PrefixListings;
import se.partnersec.gallra.objectstore.listing.VersionListing;
import se.partnersec.gallra.testing.HostileS3;
import se.partnersec.gallra.testing.Lies;
import se.partnersec.gallra.testing.TestObjectStore;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** A listing of what many keys share is exact or no answer; what shows that is shown to be needed. */
@Tag("once")
@Tag("full")
class ListedTogetherIT {
    private static final int OBJECTS = 300;
    private static final int PAGE = 60;

    private HostileS3 hostile;
    private ObjectBucket bucket;
    private List<String> keys;

    @BeforeEach
    void fill() {
        hostile = new HostileS3(BucketKind.S3PROXY_VERSIONED.fresh());
        bucket = new ObjectBucket(hostile.settings());
        keys = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            keys.add(String.format("calls/samtal-%04d.wav", i));
            hostile.backing().put(keys.get(i), new byte[] {1});
        }
    }

    @AfterEach
    void close() {
        bucket.close();
        hostile.close();
    }

    @Test
    void what_lies_among_them_is_not_in_the_answer() {
        List<String> others = List.of("calls/samtal-0007.wav.bak", "calls/samtal-000", "calls/samtal-0150x.wav");
        others.forEach(key -> hostile.backing().put(key, new byte[] {1}));
        Map<String, List<ObjectVersion>> found = bucket.versionsOf(keys);
        assertThat(found.keySet()).containsExactlyElementsOf(keys);
        assertThat(found.values()).allSatisfy(versions -> assertThat(versions).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource
    void pages_that_do_not_go_on_are_an_error_and_never_a_shorter_listing(Lies.Paging how) {
        hostile.tell(Lies.pages(PAGE, how));
        assertThatThrownBy(() -> bucket.versionsOf(keys))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("answers with a listing that");
        assertThatThrownBy(() -> bucket.forEachVersion("calls/", version -> {}))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("answers with a listing that");
    }

    /** The negative control of the test before: without that guard four keys in five would count as erased. */
    @Test
    void a_reader_that_follows_markers_and_asks_no_further_takes_repeated_pages_for_the_whole() {
        hostile.tell(Lies.pages(PAGE, Lies.Paging.REPEATED));
        Map<String, List<ObjectVersion>> found = new PrefixListings((prefix, more) -> trusting(prefix, more))
                .versionsOf(keys.stream().sorted().toList());
        assertThat(found).hasSize(OBJECTS);
        assertThat(found.values()).filteredOn(List::isEmpty).hasSize(OBJECTS - PAGE);
    }

    /** The negative control of reading to the end: a part that is called the whole makes keys look absent. */
    @Test
    void a_listing_that_was_not_read_to_its_end_is_no_answer_and_would_be_a_wrong_one() {
        S3Connection connection = new S3Connection(hostile.settings());
        try (connection) {
            hostile.tell(Lies.pages(PAGE, Lies.Paging.IN_A_CIRCLE));
            VersionListing listing = new VersionListing(connection);
            PrefixListings.Pages firstOnly = (prefix, more) -> listing.pages(prefix, page -> more.test(page) && false);
            Map<String, List<ObjectVersion>> honest = new PrefixListings(firstOnly)
                    .versionsOf(keys.stream().sorted().toList());
            assertThat(honest).as("not one key is answered for").isEmpty();
            PrefixListings.Pages boasting = (prefix, more) -> firstOnly.read(prefix, more) || true;
            Map<String, List<ObjectVersion>> wrong = new PrefixListings(boasting)
                    .versionsOf(keys.stream().sorted().toList());
            assertThat(wrong.values()).filteredOn(List::isEmpty).hasSize(OBJECTS - PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void where_a_listing_ends_with_an_empty_page_fewer_keys_are_asked_for_at_a_time(boolean always) {
        hostile.tell(Lies.losesItsPlace(PAGE, always));
        Map<String, List<ObjectVersion>> found = bucket.versionsOf(keys);
        assertThat(found.keySet()).containsExactlyElementsOf(keys);
        assertThat(found.values()).allSatisfy(versions -> assertThat(versions).hasSize(1));
    }

    /** The negative control of the test before: an empty page that is taken for the end makes four keys in five look absent. */
    @Test
    void a_listing_that_ends_with_an_empty_page_would_be_a_wrong_answer() {
        try (S3Connection connection = new S3Connection(hostile.settings())) {
            hostile.tell(Lies.losesItsPlace(PAGE, true));
            VersionListing listing = new VersionListing(connection);
            PrefixListings.Pages boasting = (prefix, more) -> listing.pages(prefix, more) || true;
            Map<String, List<ObjectVersion>> wrong = new PrefixListings(boasting)
                    .versionsOf(keys.stream().sorted().toList());
            assertThat(wrong).hasSize(OBJECTS);
            assertThat(wrong.values()).filteredOn(List::isEmpty).hasSize(OBJECTS - PAGE);
        }
    }

    @Test
    void a_store_that_asks_to_slow_down_is_asked_less_at_once_and_answers_the_same() {
        Set<String> scattered = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            scattered.add(i + "/calls");
            hostile.backing().put(i + "/calls", new byte[] {1});
        }
        for (int i = 0; i < 1_100; i++) {
            hostile.backing().put("x" + i, new byte[] {1});
        }
        hostile.tell(Lies.slowDownEvery(4));
        assertThat(bucket.atOnce()).isEqualTo(S3Connection.PARALLEL);
        assertThat(bucket.versionsOf(scattered).values())
                .allSatisfy(versions -> assertThat(versions).hasSize(1));
        assertThat(bucket.atOnce()).isLessThan(S3Connection.PARALLEL);
    }

    private boolean trusting(String prefix, java.util.function.Predicate<List<ObjectVersion>> more) {
        TestObjectStore store = new TestObjectStore(
                java.net.URI.create(String.valueOf(hostile.settings().endpoint())),
                String.valueOf(hostile.settings().accessKey()),
                String.valueOf(hostile.settings().secretKey()));
        try (S3Client s3 = store.client()) {
            for (ListObjectVersionsResponse page : s3.listObjectVersionsPaginator(
                    r -> r.bucket(hostile.settings().bucket()).prefix(prefix))) {
                if (!more.test(page.versions().stream()
                        .map(v -> ObjectVersion.remembered(v.key(), v.versionId(), v.eTag(), false))
                        .toList())) {
                    return false;
                }
            }
            return true;
        }
    }
}
