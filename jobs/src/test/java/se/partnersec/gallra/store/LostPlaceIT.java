package se.partnersec.gallra.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The row from which a listing goes on goes itself, as deletions beside it do. The embedded store, and who knows which else, then
 * says that there is no more.
 */
@Tag("once")
@Tag("full")
class LostPlaceIT {
    /** Rows of a page. */
    private static final int PAGE = 1000;

    private static final int OBJECTS = 1100;
    /** Its newest version is the last row of the first page, the other the first of the second. */
    private static final String TORN = key(PAGE - 1);

    private final BucketSettings settings = BucketKind.S3PROXY_VERSIONED.fresh();
    private final ObjectBucket bucket = new ObjectBucket(settings);
    private final BucketConnection connection = new BucketConnection(settings);
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
        tornAfterTheFirstPage("calls/", page -> {
            page.forEach(version -> seen.add(version.key()));
            return true;
        });
        assertThat(seen).containsExactlyElementsOf(keys);
    }

    @Test
    void no_key_is_answered_for_with_less_than_there_is() {
        Map<String, List<ObjectVersion>> found =
                new PrefixListings((prefix, more) -> tornAfterTheFirstPage(prefix, more)).versionsOf(keys);
        assertThat(once).isFalse();
        found.forEach(
                (key, versions) -> assertThat(versions).as(key).containsExactlyElementsOf(bucket.versionsOf(key)));
    }

    /** The negative control: called the whole, it would hide the version that is left. */
    @Test
    void taken_for_the_whole_it_would_hide_a_version() {
        PrefixListings.Pages boasting = (prefix, more) -> tornAfterTheFirstPage(prefix, more) || true;
        Map<String, List<ObjectVersion>> wrong = new PrefixListings(boasting).versionsOf(keys);
        assertThat(bucket.versionsOf(TORN)).hasSize(1);
        assertThat(wrong.get(TORN)).doesNotContainAnyElementsOf(bucket.versionsOf(TORN));
    }

    /** Once; later listings are left alone. */
    private boolean tornAfterTheFirstPage(String prefix, Predicate<List<ObjectVersion>> more) {
        return listing.pages(prefix, page -> {
            if (page.size() == PAGE && once.getAndSet(false)) {
                ObjectVersion last = page.get(PAGE - 1);
                assertThat(last.key()).isEqualTo(TORN);
                bucket.delete(List.of(last), DeleteGuard.VERSION_IDS, Duration.ofSeconds(20));
            }
            return more.test(page);
        });
    }

    private static String key(int i) {
        return String.format("calls/samtal-%04d.wav", i);
    }
}
