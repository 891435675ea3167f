package se.partnersec.gallra.config.copies;

/** Where something that was erased may still lie. */
public enum CopyLocation {
    /** The server's own log of changes, with the rows as they were. */
    BINARY_LOG,
    /** Other servers that follow this one, with their relay logs. */
    REPLICAS,
    DATABASE_BACKUPS,
    /** Older versions of objects. */
    BUCKET_VERSIONS,
    /** For how long what is written to the bucket cannot be erased. */
    BUCKET_LOCK,
    /** What the store does with objects by itself. */
    BUCKET_LIFECYCLE,
    /** Other buckets that this one is copied to. */
    BUCKET_REPLICATION,
    BUCKET_BACKUPS,
    /** Anywhere else that somebody declared. */
    ELSEWHERE
}
