package se.partnersec.gallra.books.reconcile;

import java.time.Instant;

/**
 * That somebody took what a comparison of billing with the books found for what it is.
 *
 * @param contentHash of what was found, 64 hex digits
 * @param differences how many there were
 * @param number of the request that somebody else approved
 * @param signedBy database login of who asked for it
 * @param approvedBy database login of who approved it
 */
public record SignOff(
        long number,
        String contentHash,
        long differences,
        String note,
        Instant signedAt,
        String signedBy,
        String approvedBy) {

    /** Whether it is of exactly this; otherwise the books, billing or the calendar moved on. */
    public boolean of(Reconciliation found) {
        return contentHash.equals(found.contentHash());
    }
}
