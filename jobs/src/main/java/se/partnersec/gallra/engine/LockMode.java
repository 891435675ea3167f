package se.partnersec.gallra.engine;

/** How rows are locked while they are read. */
enum LockMode {
    /** Not at all: plans, explanations, verification. */
    NONE(""),
    /** Shared, waiting: facts that must not change beside us. */
    SHARE(" LOCK IN SHARE MODE"),
    /** Exclusive, waiting: sweeps. */
    UPDATE(" FOR UPDATE"),
    /** Exclusive, passing over what others hold: the first pass. */
    UPDATE_SKIP(" FOR UPDATE SKIP LOCKED");

    private final String sql;

    LockMode(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
