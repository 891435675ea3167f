package se.partnersec.gallra.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Store that goes on with a listing of versions from the place where a page ended, as S3 does. The store in memory looks for the
 * version that ended the page, and says that there is no more if that version was deleted meanwhile.
 */
final class ContinuedListing extends ForwardingBlobStore {
    private static final int MOST_PLACES = 10_000;

    /** The order in which versions are listed: by key, the newest first. */
    private static final Comparator<Row> ORDER =
            Comparator.comparing(Row::key).thenComparing(Row::written, Comparator.reverseOrder());

    /** When the versions that ended pages were written: with their key that is their place, whether they are still there or not. */
    private final Map<Place, Instant> places = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Instant> eldest) {
            return size() > MOST_PLACES;
        }
    });

    private record Place(String bucket, String key, String versionId) {}

    /** A version or a delete marker. */
    private record Row(
            String key,
            String versionId,
            Instant written,
            @Nullable ObjectVersion version,
            @Nullable DeleteMarkerEntry marker) {}

    ContinuedListing(BlobStore store) {
        super(store);
    }

    @Override
    public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest request) {
        ListObjectVersionsResponse answer = super.listVersions(request);
        String key = request.keyMarker();
        String version = request.versionIdMarker();
        boolean empty = answer.versions().isEmpty() && answer.deleteMarkers().isEmpty();
        if (empty && key != null && version != null) {
            Instant written = places.get(new Place(request.bucket(), key, version));
            if (written != null) {
                answer = after(new Row(key, version, written, null, null), request);
            }
        }
        remember(request.bucket(), answer);
        return answer;
    }

    private ListObjectVersionsResponse after(Row end, ListObjectVersionsRequest request) {
        ListObjectVersionsResponse all = super.listVersions(request.toBuilder()
                .keyMarker(null)
                .versionIdMarker(null)
                .maxKeys(Integer.MAX_VALUE)
                .build());
        // Of versions written in the same moment nobody knows which were listed: one too many is noticed, one missing
        // is not.
        List<Row> left = rows(all).stream()
                .filter(row -> ORDER.compare(row, end) >= 0 && !row.versionId().equals(end.versionId()))
                .toList();
        int most = request.maxKeys() == null ? 1000 : request.maxKeys();
        List<Row> page = left.subList(0, Math.min(most, left.size()));
        boolean more = page.size() < left.size() && !page.isEmpty();
        Row last = more ? page.get(page.size() - 1) : null;
        return all.toBuilder()
                .versions(
                        page.stream().map(Row::version).filter(Objects::nonNull).toList())
                .deleteMarkers(
                        page.stream().map(Row::marker).filter(Objects::nonNull).toList())
                .isTruncated(more)
                .nextKeyMarker(last == null ? null : last.key())
                .nextVersionIdMarker(last == null ? null : last.versionId())
                .build();
    }

    private void remember(String bucket, ListObjectVersionsResponse answer) {
        String key = answer.nextKeyMarker();
        String version = answer.nextVersionIdMarker();
        if (key != null && version != null) {
            rows(answer).stream()
                    .filter(row -> row.key().equals(key) && row.versionId().equals(version))
                    .forEach(row -> places.put(new Place(bucket, key, version), row.written()));
        }
    }

    private static List<Row> rows(ListObjectVersionsResponse answer) {
        List<Row> rows = new ArrayList<>();
        answer.versions().forEach(v -> rows.add(new Row(v.key(), v.versionId(), v.lastModified(), v, null)));
        answer.deleteMarkers().forEach(m -> rows.add(new Row(m.key(), m.versionId(), m.lastModified(), null, m)));
        rows.sort(ORDER);
        return rows;
    }
}
