package se.partnersec.gallra.planning.audit;

import se.partnersec.gallra.ledger.entry.LedgerRow;

/**
 * Rows of a chain, from the first one on, with which an audit found nothing wrong.
 *
 * @param to number of the last of them
 * @param hash of that row
 */
public record AuditedRows(long to, byte[] hash, AuditTally tally) {
    /** Before all rows: a forger may have numbered one below 1. */
    static final AuditedRows NONE = new AuditedRows(Long.MIN_VALUE, LedgerRow.NO_HASH, new AuditTally());
}
