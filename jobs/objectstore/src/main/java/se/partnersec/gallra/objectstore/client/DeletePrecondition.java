package se.partnersec.gallra.objectstore.client;

/** What keeps a delete from hitting content that was written after we looked. */
public enum DeletePrecondition {
    /** The bucket keeps versions: every copy has its own id and cannot change. */
    VERSION_IDS(false, false, true),
    /** No versions: the store compares the ETag given with each key of a DeleteObjects request. */
    ETAG_IN_BATCH(true, false, false),
    /** No versions: the store compares the ETag only in a single DeleteObject with If-Match. */
    IF_MATCH_SINGLY(true, true, false),
    /** Versions suspended: as {@link #ETAG_IN_BATCH}, and "null" is named lest a marker is laid in its place. */
    SUSPENDED_ETAG_IN_BATCH(true, false, true),
    /** Versions suspended: as {@link #IF_MATCH_SINGLY}, and "null" is named lest a marker is laid in its place. */
    SUSPENDED_IF_MATCH_SINGLY(true, true, true),
    /** The store compares nothing and the configuration accepts, by name, that a newer copy may be lost. */
    RISK_ACCEPTED(false, false, true),
    /** The store compares nothing: copies without a version id of their own stay. */
    NONE(false, false, true);

    private final boolean conditional;
    private final boolean singly;
    private final boolean namesNull;

    DeletePrecondition(boolean conditional, boolean singly, boolean namesNull) {
        this.conditional = conditional;
        this.singly = singly;
        this.namesNull = namesNull;
    }

    public boolean conditional() {
        return conditional;
    }

    public boolean singly() {
        return singly;
    }

    public boolean namesNull() {
        return namesNull;
    }

    /** May this copy be deleted at all: it can be named so that no other is meant. */
    public boolean covers(ObjectVersion version) {
        if (!version.mutable() || this == RISK_ACCEPTED) {
            return true;
        }
        if (conditional) {
            // A marker has no ETag to compare.
            return !version.deleteMarker() && version.etag() != null;
        }
        // Without any id a versioned bucket would only lay a marker on top.
        return this == VERSION_IDS && version.versionId() != null;
    }
}
