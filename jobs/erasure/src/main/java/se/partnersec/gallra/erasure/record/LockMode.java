package se.partnersec.gallra.erasure.record;

/** How rows are locked while they are read. */
public enum LockMode {
    /** Not at all: plans, explanations, verification. */
    NONE(""),
    /** Exclusive, passing over what others hold: what goes, and what others must add nothing to. */
    UPDATE_SKIP(" FOR UPDATE SKIP LOCKED"),
    /** Shared, passing over what others hold: what must not change beside us. */
    SHARE_SKIP(" FOR SHARE SKIP LOCKED");

    /** MariaDB has no FOR SHARE, and MySQL passes over nothing by the older words. */
    private static final String SHARE_SKIP_ON_MARIADB = " LOCK IN SHARE MODE SKIP LOCKED";

    private final String sql;

    LockMode(String sql) {
        this.sql = sql;
    }

    public String sql(boolean mariaDb) {
        return this == SHARE_SKIP && mariaDb ? SHARE_SKIP_ON_MARIADB : sql;
    }
}
