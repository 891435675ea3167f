package se.partnersec.gallra.policy;

import java.util.List;
import java.util.Optional;

/** Where a claim stands. Written off is a loss in the books only: the claim lives on. */
public enum ClaimStatus {
    UNBILLED,
    OPEN,
    PARTLY_PAID,
    DISPUTED,
    WRITTEN_OFF,
    REVERSED,
    PAID,
    CREDITED,
    WAIVED,
    SET_OFF,
    TIME_BARRED;

    public boolean settled() {
        return ordinal() >= PAID.ordinal();
    }

    /** Empty for a word we do not know: an unknown status never leads to erasure. */
    public static Optional<ClaimStatus> of(String word) {
        if (word.equals("PAYMENT_REVERSED")) {
            return Optional.of(REVERSED);
        }
        return List.of(values()).stream().filter(s -> s.name().equals(word)).findFirst();
    }
}
