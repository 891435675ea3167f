package se.partnersec.gallra.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.ObjectVersionStorageClass;

/** Versions and delete markers of one bucket in the order in which S3 lists them: by key, the newest first. */
final class VersionIndex {
    /** The number of what was written before the bucket had versions, and of keys that have none. */
    static final String NO_VERSION = "null";

    private static final int PAGE = 1000;

    /** Version ids are numbers of one length that only grow; what has none is older than all of them. */
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::key)
            .thenComparing(place -> place.id().equals(NO_VERSION) ? "" : place.id(), Comparator.reverseOrder());

    private final NavigableMap<Place, Row> rows = new ConcurrentSkipListMap<>(ORDER);

    private record Place(String key, String id) {}

    /** A version, or a delete marker. */
    private record Row(
            @Nullable ObjectVersion version, @Nullable DeleteMarkerEntry marker) {}

    void add(ObjectVersion version) {
        rows.put(new Place(version.key(), version.versionId()), new Row(version, null));
    }

    void add(DeleteMarkerEntry marker) {
        rows.put(new Place(marker.key(), marker.versionId()), new Row(null, marker));
    }

    void add(String key, @Nullable String id, HeadObjectResponse head) {
        add(ObjectVersion.builder()
                .key(key)
                .versionId(id == null ? NO_VERSION : id)
                .eTag(head.eTag())
                .lastModified(head.lastModified())
                .size(head.contentLength())
                .storageClass(ObjectVersionStorageClass.STANDARD)
                .build());
    }

    void remove(String key, @Nullable String id) {
        rows.remove(new Place(key, id == null ? NO_VERSION : id));
    }

    /** Lists one page from the place where the one before it ended, whether what ended it is still there or not. */
    ListObjectVersionsResponse page(ListObjectVersionsRequest request) {
        String prefix = request.prefix() == null ? "" : request.prefix();
        int most = request.maxKeys() == null ? PAGE : request.maxKeys();
        List<ObjectVersion> versions = new ArrayList<>();
        List<DeleteMarkerEntry> markers = new ArrayList<>();
        Place last = null;
        boolean more = false;
        for (Map.Entry<Place, Row> each : from(prefix, request).entrySet()) {
            Place place = each.getKey();
            if (!place.key().startsWith(prefix)) {
                break;
            }
            if (versions.size() + markers.size() == most) {
                more = last != null;
                break;
            }
            boolean latest = last == null ? isLatest(place) : !last.key().equals(place.key());
            Row row = each.getValue();
            if (row.version() != null) {
                versions.add(row.version().toBuilder().isLatest(latest).build());
            } else if (row.marker() != null) {
                markers.add(row.marker().toBuilder().isLatest(latest).build());
            }
            last = place;
        }
        return ListObjectVersionsResponse.builder()
                .versions(versions)
                .deleteMarkers(markers)
                .isTruncated(more)
                .nextKeyMarker(more && last != null ? last.key() : null)
                .nextVersionIdMarker(more && last != null ? last.id() : null)
                .build();
    }

    private boolean isLatest(Place place) {
        Place before = rows.lowerKey(place);
        return before == null || !before.key().equals(place.key());
    }

    private NavigableMap<Place, Row> from(String prefix, ListObjectVersionsRequest request) {
        String key = request.keyMarker();
        if (key == null || key.compareTo(prefix) < 0) {
            return rows.tailMap(newest(prefix), true);
        }
        String id = request.versionIdMarker();
        // Without a version: behind all versions of the key.
        return rows.tailMap(new Place(key, id == null ? NO_VERSION : id), false);
    }

    private static Place newest(String key) {
        return new Place(key, "\uffff");
    }
}
