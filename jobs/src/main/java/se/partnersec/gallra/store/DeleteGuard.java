package se.partnersec.gallra.store;

/** What keeps a delete from hitting content that was written after we looked. */
public enum DeleteGuard {
    /** The bucket keeps versions: every copy has its own id and cannot change. */
    VERSION_IDS,
    /** The store compares the ETag given with each key of a DeleteObjects request. */
    ETAG_IN_BATCH,
    /** The store compares the ETag only in a single DeleteObject with If-Match. */
    IF_MATCH_SINGLY,
    /** The store compares nothing and the configuration accepts, by name, that a newer copy may be lost. */
    RISK_ACCEPTED,
    /** The store compares nothing: copies without a version id of their own stay. */
    NONE
}
