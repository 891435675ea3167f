package se.partnersec.gallra.policy.fact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final String REVERSED_PAYMENT = "PAYMENT_REVERSED";

    public boolean settled() {
        return ordinal() >= PAID.ordinal();
    }

    /** Every word that {@link #of} knows. */
    public static Set<String> words() {
        return Stream.concat(Stream.of(REVERSED_PAYMENT), Stream.of(values()).map(ClaimStatus::name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Empty for a word we do not know: an unknown status never leads to erasure. */
    public static Optional<ClaimStatus> of(String word) {
        if (word.equals(REVERSED_PAYMENT)) {
            return Optional.of(REVERSED);
        }
        return List.of(values()).stream().filter(s -> s.name().equals(word)).findFirst();
    }
}
