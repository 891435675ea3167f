package se.partnersec.gallra.objectstore.listing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.objectstore.client.BucketLevel;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.objectstore.client.S3Connection;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists one level of a bucket as if {@code /} parted folders, with a bound on how much is read. */
public final class PrefixLevelListing {
    private static final int MOST_PAGES = 50;

    private final S3Connection connection;

    public PrefixLevelListing(S3Connection connection) {
        this.connection = connection;
    }

    /** Old versions and delete markers count: what lies under them is there still. */
    public BucketLevel of(String prefix) {
        try {
            return versions(prefix);
        } catch (ObjectStoreException e) {
            if (e.kind() != ObjectStoreException.Kind.UNSUPPORTED) {
                throw e;
            }
            return objects(prefix);
        }
    }

    private BucketLevel versions(String prefix) {
        Set<String> prefixes = new TreeSet<>();
        long objects = 0;
        @Nullable String key = null;
        @Nullable String version = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String afterKey = key;
            String afterVersion = version;
            ListObjectVersionsResponse answer =
                    connection.read(s3 -> s3.listObjectVersions(r -> r.bucket(connection.bucket())
                            .prefix(prefix)
                            .delimiter("/")
                            .encodingType(EncodingType.URL)
                            .keyMarker(afterKey)
                            .versionIdMarker(afterVersion)));
            answer.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(prefixes::add);
            objects += answer.versions().size() + answer.deleteMarkers().size();
            key = answer.nextKeyMarker();
            version = answer.nextVersionIdMarker();
            if (!Boolean.TRUE.equals(answer.isTruncated()) || key == null) {
                return new BucketLevel(List.copyOf(prefixes), objects, !Boolean.TRUE.equals(answer.isTruncated()));
            }
        }
        return new BucketLevel(List.copyOf(prefixes), objects, false);
    }

    private BucketLevel objects(String prefix) {
        Set<String> prefixes = new TreeSet<>();
        long objects = 0;
        @Nullable String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String after = token;
            ListObjectsV2Response answer = connection.read(s3 -> s3.listObjectsV2(r -> r.bucket(connection.bucket())
                    .prefix(prefix)
                    .delimiter("/")
                    .encodingType(EncodingType.URL)
                    .continuationToken(after)));
            answer.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(prefixes::add);
            objects += answer.contents().size();
            token = answer.nextContinuationToken();
            if (!Boolean.TRUE.equals(answer.isTruncated()) || token == null) {
                return new BucketLevel(List.copyOf(prefixes), objects, !Boolean.TRUE.equals(answer.isTruncated()));
            }
        }
        return new BucketLevel(List.copyOf(prefixes), objects, false);
    }
}
