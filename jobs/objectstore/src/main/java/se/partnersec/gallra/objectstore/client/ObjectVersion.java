package se.partnersec.gallra.objectstore.client;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an object: a version, a delete marker, or the only copy where a bucket keeps no versions.
 *
 * <p>{@code versionId} is "null" for a version written while the bucket kept none, and absent where the store knows
 * no versions at all. Both name whatever lies there at the moment, so they are told apart by their ETag.
 */
public record ObjectVersion(
        String key,
        @Nullable String versionId,
        @Nullable String etag,
        boolean deleteMarker,
        boolean latest,
        long size,
        Instant lastModified) {

    /** A version as an intent remembers it: enough to delete it and to know it again. */
    public static ObjectVersion remembered(
            String key, @Nullable String versionId, @Nullable String etag, boolean deleteMarker) {
        return new ObjectVersion(key, versionId, etag, deleteMarker, false, 0, Instant.EPOCH);
    }

    /** True where a later write can put other content under the same name. */
    public boolean mutable() {
        return versionId == null || versionId.equals("null");
    }

    /** The same copy, not only the same name: for a mutable version the content must be the same too. */
    public boolean sameAs(ObjectVersion other) {
        if (!key.equals(other.key) || deleteMarker != other.deleteMarker) {
            return false;
        }
        return mutable()
                ? other.mutable() && Objects.equals(etag, other.etag)
                : Objects.equals(versionId, other.versionId);
    }

    /** Without the key: keys may hold phone numbers. */
    @Override
    public String toString() {
        return "ObjectVersion[" + (deleteMarker ? "marker " : "") + versionId + "]";
    }
}
