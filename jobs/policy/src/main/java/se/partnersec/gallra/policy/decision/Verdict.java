package se.partnersec.gallra.policy.decision;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one record, with its reason and dates (local dates of Europe/Stockholm).
 *
 * @param reason the deciding reason, a code such as {@code DUE}, {@code LEGAL_CLAIM}, {@code MISSING_START_EVENT}
 * @param retainUntil last day kept; null when open-ended or not kept; for ANONYMISE the last day of the remainder
 * @param due first day a run erases it; null while no clock runs
 * @param eraseBy last day by whose end the erasure must be complete; null while no clock runs, and for a hold without an end
 * @param passed last day by whose end it was to be erased, if that had passed before a hold without an end was placed; otherwise null
 * @param because every reason to retain that was met, the deciding one first
 */
public record Verdict(
        Decision decision,
        String reason,
        @Nullable LocalDate retainUntil,
        @Nullable LocalDate due,
        @Nullable LocalDate eraseBy,
        @Nullable LocalDate passed,
        Set<Flag> flags,
        List<Because> because) {

    /** It goes before the Bookkeeping Act would let it, by a permit (BFL 7 kap. 7 §). */
    public static final Flag EARLY_BY_PERMIT = new Flag("EARLY_BY_PERMIT");

    /** The reason of what is due, but for something that stays and refers to it. */
    public static final String REFERRED_TO = "REFERRED_TO";

    /** Nobody can decide it before somebody has looked. */
    public static Verdict review(String code) {
        return new Verdict(Decision.BLOCKED_REVIEW, code, null, null, null, null, Set.of(), List.of());
    }

    /** Last day by whose end it must be, or was to be, erased; null while none is known. */
    public @Nullable LocalDate lastDay() {
        return eraseBy == null ? passed : eraseBy;
    }

    public enum Decision {
        ERASE,
        ANONYMISE,
        RETAIN,
        NOOP,
        BLOCKED_REVIEW
    }

    /** One reason to retain: its class, its code, its last day (null: open-ended), the hold if it is one. */
    public record Because(
            ReasonClass kind,
            String code,
            @Nullable LocalDate until,
            @Nullable String holdId) {}

    public enum ReasonClass {
        HOLD,
        BOOKKEEPING,
        OPEN_CLAIM,
        ACTIVE,
        PERIOD,
        /** Something that stays refers to it: the database would refuse to let it go. */
        REFERENCE
    }

    /** Prints as the oracle does: the name, and for a review that something outranks {@code WARN_<code>}. */
    public record Flag(String name) {}
}
