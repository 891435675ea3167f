package se.partnersec.gallra.policy.rule;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The retention rule of one category: when it goes, how, on what ground, and the sentence that promised it.
 *
 * @param reviewBy until when data without a period may stay before somebody must decide; null: not set
 * @param spread days over which a run spreads what the Bookkeeping Act frees on one day; 0: all at once
 */
public record RetentionRule(
        DataCategory category,
        RetentionTiming timing,
        Disposition disposition,
        Grounds grounds,
        @Nullable LocalDate reviewBy,
        int spread) {

    /** What happens at the end. Bookkeeping may need some fields longer: they stay where the record can be reduced. */
    public enum Disposition {
        ERASE,
        ERASE_OR_ANONYMISE
    }

    /** Legal bases, the law behind the period, and the sentence of the privacy policy, word for word. */
    public record Grounds(List<String> basis, List<String> law, String sentence) {
        public Grounds {
            basis = List.copyOf(basis);
            law = List.copyOf(law);
        }
    }

    public RetentionRule {
        List<LegalBounds.Breach> breaches = LegalBounds.of(category).breaches(timing);
        if (!breaches.isEmpty()) {
            throw new IllegalArgumentException(
                    "rule of " + category + ": " + breaches.get(0).message());
        }
        if (spread < 0 || (spread > 0 && spread >= timing.tolerance())) {
            throw new IllegalArgumentException("rule of " + category + ": spread must be shorter than the tolerance of "
                    + timing.tolerance() + " days, was " + spread);
        }
    }

    /** One whose records fall due each by its own day. */
    public RetentionRule(
            DataCategory category,
            RetentionTiming timing,
            Disposition disposition,
            Grounds grounds,
            @Nullable LocalDate reviewBy) {
        this(category, timing, disposition, grounds, reviewBy, 0);
    }

    public RetentionTiming.Kind kind() {
        return timing.kind();
    }

    public Period period() {
        return timing.period();
    }

    /** The event its clock counts from, such as {@code call ended}. */
    public String startEvent() {
        return LegalBounds.of(category).start();
    }

    /** False for data whose time the policy leaves open and nobody has set yet: kept until reviewed. */
    public boolean hasPeriod() {
        return timing.kind() != RetentionTiming.Kind.WHILE
                || !LegalBounds.of(category).reviewedOnly();
    }

    /** What a restart compares: every word that decides or is promised. */
    public String canonical() {
        return String.join(
                "\u001f",
                category.id(),
                timing.canonical(),
                disposition.name(),
                String.join("\u001e", grounds.basis()),
                String.join("\u001e", grounds.law()),
                grounds.sentence(),
                String.valueOf(reviewBy),
                "" + spread);
    }
}
