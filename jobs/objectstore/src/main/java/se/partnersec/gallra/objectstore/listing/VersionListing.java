package se.partnersec.gallra.objectstore.listing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException.Kind;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.objectstore.client.S3Connection;
import se.partnersec.gallra.objectstore.deletion.VersionDeletion;
import se.partnersec.gallra.support.text.Sentences;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Walks the versions below a prefix page by page, and refuses an answer that cannot be the whole truth. */
public final class VersionListing {
    private static final Sentences SENTENCES = Sentences.of("objectstore");
    private final S3Connection connection;
    private volatile boolean withoutVersions;

    public VersionListing(S3Connection connection) {
        this.connection = connection;
    }

    /**
     * Hands over page after page until {@code more} says no or the listing ends; true if it was surely read to its end. An empty
     * last page after others is no sure end: what was left may have gone meanwhile, or the store may have lost its place.
     */
    public boolean pages(String prefix, Predicate<List<ObjectVersion>> more) {
        if (!withoutVersions) {
            try {
                return versionPages(prefix, more);
            } catch (ObjectStoreException e) {
                if (e.kind() != Kind.UNSUPPORTED || !storeKnowsNoVersions()) {
                    throw e;
                }
                withoutVersions = true;
            }
        }
        return objectPages(prefix, more);
    }

    /** One refused call proves little: a plain listing hides old versions, so the bucket itself is asked. */
    private boolean storeKnowsNoVersions() {
        try {
            BucketVersioningStatus status = connection
                    .read(s3 -> s3.getBucketVersioning(r -> r.bucket(connection.bucket())))
                    .status();
            return status == null;
        } catch (ObjectStoreException e) {
            if (e.kind() == Kind.UNSUPPORTED) {
                return true;
            }
            throw e;
        }
    }

    private boolean versionPages(String prefix, Predicate<List<ObjectVersion>> more) {
        String keyMarker = null;
        String versionMarker = null;
        Progress progress = new Progress();
        while (true) {
            String afterKey = keyMarker;
            String afterVersion = versionMarker;
            ListObjectVersionsResponse answer =
                    connection.read(s3 -> s3.listObjectVersions(r -> r.bucket(connection.bucket())
                            .prefix(prefix)
                            .encodingType(EncodingType.URL)
                            .keyMarker(afterKey)
                            .versionIdMarker(afterVersion)));
            List<ObjectVersion> page = new ArrayList<>();
            answer.versions().forEach(v -> page.add(version(v)));
            answer.deleteMarkers().forEach(m -> page.add(marker(m)));
            boolean last = !truncated(answer.isTruncated());
            checkKeys(prefix, page);
            refuse(progress.wrong(page));
            if (last && page.isEmpty() && afterVersion != null) {
                return false;
            }
            if (!more.test(page) || last) {
                return last;
            }
            keyMarker = answer.nextKeyMarker();
            versionMarker = answer.nextVersionIdMarker();
            refuse(progress.wrong(keyMarker == null ? null : keyMarker + '\0' + versionMarker));
        }
    }

    private boolean objectPages(String prefix, Predicate<List<ObjectVersion>> more) {
        String token = null;
        Progress progress = new Progress();
        while (true) {
            String after = token;
            ListObjectsV2Response answer = connection.read(s3 -> s3.listObjectsV2(r -> r.bucket(connection.bucket())
                    .prefix(prefix)
                    .encodingType(EncodingType.URL)
                    .continuationToken(after)));
            List<ObjectVersion> page =
                    answer.contents().stream().map(VersionListing::onlyCopy).toList();
            boolean last = !truncated(answer.isTruncated());
            checkKeys(prefix, page);
            refuse(progress.wrong(page));
            if (!more.test(page) || last) {
                return last;
            }
            token = answer.nextContinuationToken();
            refuse(progress.wrong(token));
        }
    }

    /** A listing that was cut short, or is none, must not read as "nothing there". */
    private boolean truncated(@Nullable Boolean truncated) {
        if (truncated == null) {
            throw unusable(SENTENCES.say("listing.does-not-say-whether-there-more"));
        }
        return truncated;
    }

    /** A key outside the prefix means that keys are garbled on the way, and a garbled key looks like an absent one. */
    private void checkKeys(String prefix, List<ObjectVersion> page) {
        if (page.stream().anyMatch(v -> !v.key().startsWith(prefix))) {
            throw unusable(SENTENCES.say("listing.names-keys-do-not-begin-asked"));
        }
    }

    private void refuse(@Nullable String wrong) {
        if (wrong != null) {
            throw unusable(wrong);
        }
    }

    private ObjectStoreException unusable(String what) {
        return new ObjectStoreException(Kind.OTHER, SENTENCES.say("listing.answers-listing", connection.place(), what));
    }

    private ObjectVersion version(software.amazon.awssdk.services.s3.model.ObjectVersion v) {
        return new ObjectVersion(
                v.key(),
                id(v.versionId()),
                v.eTag(),
                false,
                isTrue(v.isLatest()),
                size(v.size()),
                time(v.lastModified()));
    }

    private ObjectVersion marker(DeleteMarkerEntry m) {
        return new ObjectVersion(
                m.key(), id(m.versionId()), null, true, isTrue(m.isLatest()), 0, time(m.lastModified()));
    }

    private static ObjectVersion onlyCopy(S3Object o) {
        return new ObjectVersion(o.key(), null, o.eTag(), false, true, size(o.size()), time(o.lastModified()));
    }

    private static @Nullable String id(@Nullable String versionId) {
        return versionId == null || versionId.isEmpty() ? null : versionId;
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static long size(@Nullable Long size) {
        return size == null ? 0 : size;
    }

    private static Instant time(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }

    /** Whether a listing goes on from page to page: one that repeats itself never shows what comes after. */
    private static final class Progress {
        private Set<VersionDeletion.Name> before = Set.of();
        private @Nullable String remembered;
        private long pages;
        private long next = 1;

        /** @return what is wrong with this page; null if nothing is */
        @Nullable
        String wrong(List<ObjectVersion> page) {
            Set<VersionDeletion.Name> names = new HashSet<>();
            page.forEach(version -> names.add(VersionDeletion.Name.of(version)));
            boolean again = !names.isEmpty() && before.containsAll(names);
            before = names;
            return again ? SENTENCES.say("listing.repeats-page") : null;
        }

        /** @param place where the store says that it goes on; null if it says nothing */
        @Nullable
        String wrong(@Nullable String place) {
            if (place == null || place.equals(remembered)) {
                return SENTENCES.say("listing.says-there-more-not-where");
            }
            // Kept for twice as many pages each time, one place finds a circle of any length.
            if (++pages == next) {
                next *= 2;
                remembered = place;
            }
            return null;
        }
    }
}
