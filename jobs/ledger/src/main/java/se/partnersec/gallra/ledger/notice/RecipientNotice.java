package se.partnersec.gallra.ledger.notice;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What the holder of a copy is told of one erased record.
 *
 * @param subject the record's number, or the tag of its key
 * @param recipient as the mapping says it now; null if it declares the copy no more
 * @param contact likewise
 * @param reduced whether all but the bookkeeping fields went, rather than the whole record
 * @param answerBy last day for an answer
 * @param answered when the answer was noted; null while it is awaited
 */
public record RecipientNotice(
        long id,
        DataCategory category,
        String subject,
        String copy,
        @Nullable String recipient,
        @Nullable String contact,
        boolean reduced,
        long runId,
        Instant noticed,
        LocalDate answerBy,
        @Nullable Instant answered) {

    /** Whether the answer is late on a day. */
    public boolean late(LocalDate today) {
        return answered == null && today.isAfter(answerBy);
    }
}
