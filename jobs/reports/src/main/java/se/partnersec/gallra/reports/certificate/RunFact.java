package se.partnersec.gallra.reports.certificate;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the suite has on record of a run beside the ledger.
 *
 * @param opened UTC
 * @param ended UTC; null while it is open
 * @param outcome name of an exit code, or ABANDONED; null while it is open
 */
record RunFact(
        long run,
        String category,
        LocalDate asOf,
        LocalDateTime opened,
        @Nullable LocalDateTime ended,
        @Nullable String outcome) {

    /**
     * It looked afresh and found nothing due and not kept. One that skipped records looked too, and they are still there; the
     * others ended for good without that look.
     */
    private static final String VERIFIED = "DONE";

    private static final Set<String> OVER = Set.of("DONE", "SKIPPED", "REFUSED", "ABANDONED");

    boolean finished() {
        return ended != null && outcome != null && OVER.contains(outcome);
    }

    /** Whether its own last step read everything afresh and found that nothing was missed. */
    boolean verified() {
        return VERIFIED.equals(outcome);
    }
}
