package se.partnersec.gallra.config.settings;

/** The five accounts of the database, each with the rights of {@code sql/grants.sql} and no more. */
public enum DatabaseRole {
    /** Makes and changes the tables; used by {@code gallra db migrate} only. */
    OWNER,
    /** Runs the jobs. */
    JOB,
    /** Places holds and enters fiscal years. */
    FINANCE,
    /** Reads plans, reports and the ledger. */
    READER,
    /** Appends seals of the ledger, and may do nothing else. */
    SEALER
}
