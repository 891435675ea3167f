package se.partnersec.gallra.erasure.run;

/** Named places of the guarded path, where tests kill the process, let others act, or let a statement fail. */
public enum CrashPoint {
    SCOPE_FROZEN,
    INTENTS_RECONCILED,
    LIMITS_FROZEN,
    STATISTIC_WRITTEN,
    PERIOD_SETTLED,
    COUNTED,
    PARTITION_OPENED,
    PARTITION_TAKEN,
    PARTITION_PAGE_DECIDED,
    PARTITION_DECIDED,
    PARTITION_GOING,
    PARTITION_ERASED,
    PARTITION_WRITTEN,
    CHUNK_READ,
    GATE_ENTERED,
    RECORDS_LOCKED,
    DECIDED,
    CHILDREN_ERASED,
    ROWS_ERASED,
    REMEMBERED,
    LEDGER_WRITTEN,
    CHUNK_COMMITTED,
    INTENTS_WRITTEN,
    INTENTS_COMMITTED,
    OBJECTS_DECIDED,
    OBJECTS_REQUESTED,
    OBJECTS_ALLOWED,
    OBJECTS_ANSWERED,
    OBJECTS_VERIFIED,
    VERIFY_STARTED,
    VERIFIED,
    CLOSED;

    /** Told of every point that is passed; in production it does nothing. */
    @FunctionalInterface
    public interface Witness {
        void passed(CrashPoint point);
    }
}
