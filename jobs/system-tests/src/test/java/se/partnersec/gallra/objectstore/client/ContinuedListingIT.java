package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.bucket.ObjectBucket;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;
import se.partnersec.gallra.objectstore.listing.PrefixListings;
import se.partnersec.gallra.objectstore.listing.VersionListing;

/** The embedded store goes on with a listing where the page before ended, whatever goes meanwhile. */
@Tag("once")
@Tag("full")
class ContinuedListingIT {
    /** Rows of a page. */
    private static final int PAGE = 1000;

    private static final int OBJECTS = 1100;
    private static final int GOING = 2000;
    /** Its newest version is the last row of the first page, the other the first of the second. */
    private static final String TORN = key(PAGE - 1);

    private final BucketSettings settings = BucketKind.S3PROXY_VERSIONED.fresh();
    private final ObjectBucket bucket = new ObjectBucket(settings);
    private final S3Connection connection = new S3Connection(settings);
    private final VersionListing listing = new VersionListing(connection);
    private final AtomicBoolean once = new AtomicBoolean(true);
    private List<String> keys = List.of();

    @BeforeEach
    void fill() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            all.add(key(i));
            bucket.put(key(i), new byte[] {1});
        }
        bucket.put(TORN, new byte[] {2});
        keys = List.copyOf(all);
    }

    @AfterEach
    void close() {
        connection.close();
        bucket.close();
    }

    @Test
    void a_walk_goes_on_where_it_was() {
        TreeSet<String> seen = new TreeSet<>();
        boolean whole = goneAfterTheFirstPage("calls/", page -> {
            page.forEach(version -> seen.add(version.key()));
            return true;
        });
        assertThat(seen).containsExactlyElementsOf(keys);
        assertThat(whole).isTrue();
    }

    @Test
    void it_goes_on_among_the_versions_of_a_key_and_repeats_none() {
        List<ObjectVersion> seen = new ArrayList<>();
        goneAfterTheFirstPage("calls/", page -> {
            seen.addAll(page);
            return true;
        });
        assertThat(seen).hasSize(OBJECTS + 1).doesNotHaveDuplicates();
        assertThat(seen).filteredOn(version -> version.key().equals(TORN)).hasSize(2);
    }

    @Test
    void a_listing_of_which_the_rest_is_gone_too_ends() {
        ObjectVersion[] last = new ObjectVersion[1];
        List<ObjectVersion> rest = new ArrayList<>();
        boolean whole = listing.pages("calls/", page -> {
            if (page.size() == PAGE) {
                last[0] = page.get(PAGE - 1);
                bucket.forEachVersion("calls/", version -> {
                    if (version.key().compareTo(TORN) >= 0) {
                        rest.add(version);
                    }
                });
                bucket.delete(rest, DeletePrecondition.VERSION_IDS, Duration.ofSeconds(20));
            }
            assertThat(page).hasSize(PAGE);
            return true;
        });
        assertThat(rest).contains(last[0]).hasSize(OBJECTS + 2 - PAGE);
        assertThat(whole).as("an empty page is no sure end").isFalse();
    }

    @Test
    void no_key_is_answered_for_with_less_than_there_is() {
        Map<String, List<ObjectVersion>> found =
                new PrefixListings((prefix, more) -> goneAfterTheFirstPage(prefix, more)).versionsOf(keys);
        assertThat(once).isFalse();
        assertThat(found.keySet()).containsExactlyElementsOf(keys);
        found.forEach((key, versions) ->
                assertThat(versions).as(key).containsAll(bucket.versionsOf(key)).isNotEmpty());
    }

    @ParameterizedTest(name = "{0} of each")
    @ValueSource(ints = {1, 4})
    void listings_succeed_while_versions_go_beside_what_is_listed(int versions) {
        try (ObjectBucket other = new ObjectBucket(BucketKind.S3PROXY_VERSIONED.fresh())) {
            for (int i = 0; i < GOING; i++) {
                other.put("day/" + i / versions, new byte[] {1});
            }
            List<List<ObjectVersion>> requests = new ArrayList<>();
            other.forEachVersion("day/", version -> {
                if (requests.isEmpty() || requests.get(requests.size() - 1).size() == 250) {
                    requests.add(new ArrayList<>());
                }
                requests.get(requests.size() - 1).add(version);
            });
            CompletableFuture<List<DeletionResult>> going = CompletableFuture.supplyAsync(() -> other.deleteEach(
                    requests, DeletePrecondition.VERSION_IDS, Duration.ofSeconds(60), other.storeTime()));
            int listings = 0;
            while (!going.isDone()) {
                other.forEachVersion("day/", version -> {});
                listings++;
            }
            assertThat(listings).isPositive();
            assertThat(going.join())
                    .allSatisfy(outcome -> assertThat(outcome.versions(DeletionResult.Status.DELETED))
                            .hasSize(250));
            other.forEachVersion("day/", version -> assertThat(version).isNull());
        }
    }

    /** Once; later listings are left alone. */
    private boolean goneAfterTheFirstPage(String prefix, Predicate<List<ObjectVersion>> more) {
        return listing.pages(prefix, page -> {
            if (page.size() == PAGE && once.getAndSet(false)) {
                ObjectVersion last = page.get(PAGE - 1);
                assertThat(last.key()).isEqualTo(TORN);
                bucket.delete(List.of(last), DeletePrecondition.VERSION_IDS, Duration.ofSeconds(20));
            }
            return more.test(page);
        });
    }

    private static String key(int i) {
        return String.format("calls/samtal-%04d.wav", i);
    }
}
