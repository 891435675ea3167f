package se.partnersec.gallra.policy.fact;

import java.time.LocalDate;

/**
 * An accepted request for erasure: received and accepted on these days (GDPR Art. 12(3), 17).
 *
 * @param extended whether the month to act in was extended by two further ones (Art. 12(3))
 */
public record ErasureRequest(LocalDate received, LocalDate accepted, boolean extended) {

    public ErasureRequest(LocalDate received, LocalDate accepted) {
        this(received, accepted, false);
    }

    /** The last day to have acted and answered on: a month after it was received, three when extended. */
    public LocalDate actBy() {
        return received.plusMonths(extended ? 3 : 1);
    }
}
