package se.partnersec.gallra.ledger.record;

import se.partnersec.gallra.ledger.seal.SealedRecord;
import se.partnersec.gallra.policy.limit.HousekeepingKind;

/** Age of the seal that covers a row of a sealed table. */
@FunctionalInterface
public interface SealAge {
    /** Whether a seal with this number covers the row and is older than the shortest period that own-data.yml takes of a kind. */
    boolean reached(HousekeepingKind kind, SealedRecord record, long seal);
}
