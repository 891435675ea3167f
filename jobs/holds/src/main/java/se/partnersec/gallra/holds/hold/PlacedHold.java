package se.partnersec.gallra.holds.hold;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A hold as the register has it.
 *
 * @param category the only category it reaches; null for all
 * @param epoch of the gate when it was placed
 * @param targets keys of the customers, users or invoices that bore its name when it was placed; empty in lists of holds
 */
public record PlacedHold(
        Hold hold,
        HoldScope scope,
        @Nullable DataCategory category,
        String reason,
        @Nullable String legalBasis,
        String placedBy,
        @Nullable String releasedBy,
        @Nullable String releaseReason,
        long epoch,
        Set<String> targets) {
    private static final Sentences SENTENCES = Sentences.of("holds");

    /** All keys that it is on: its name, and whom it was on when it was placed. */
    public Set<String> keys() {
        return Stream.concat(Stream.of(scope.key()), targets.stream()).collect(Collectors.toUnmodifiableSet());
    }

    PlacedHold on(Set<String> whom) {
        return new PlacedHold(
                hold,
                scope,
                category,
                reason,
                legalBasis,
                placedBy,
                releasedBy,
                releaseReason,
                epoch,
                Set.copyOf(whom));
    }

    /** Of the register; people call it {@code H-12}. */
    public long number() {
        return Long.parseLong(hold.id().substring(2));
    }

    /** What speaks against releasing it: a restriction is lifted only after the data subject was told (GDPR 18(3)). */
    public List<String> untold(@Nullable LocalDate informed, LocalDate today) {
        LocalDate placed = SwedishCalendar.localDate(hold.placedAt());
        if (informed == null) {
            return hold.type() == HoldType.RESTRICTION
                    ? List.of(SENTENCES.say("hold.before-restriction-lifted-data-subject-must"))
                    : List.of();
        }
        return informed.isAfter(today) || informed.isBefore(placed)
                ? List.of(SENTENCES.say("hold.data-subject-must-have-been-told", placed, today, informed))
                : List.of();
    }
}
