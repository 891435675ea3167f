package se.partnersec.gallra.policy.rule;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The retention rule of one category: when it goes, how, on what ground, and the sentence that promised it.
 *
 * @param bounds of its category: what no file can change
 * @param reviewBy until when data without a period may stay before somebody must decide; null: not set
 * @param spread days over which a run spreads what the Bookkeeping Act frees on one day; 0: all at once
 */
public record RetentionRule(
        LegalBounds bounds,
        Timing timing,
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
        List<LegalBounds.Breach> breaches = bounds.breaches(timing);
        if (!breaches.isEmpty()) {
            throw new IllegalArgumentException("rule of " + bounds.category() + ": " + breaches.get(0));
        }
        if (spread < 0 || (spread > 0 && spread >= timing.tolerance())) {
            throw new IllegalArgumentException("rule of " + bounds.category()
                    + ": spread must be shorter than the tolerance of " + timing.tolerance() + " days, was " + spread);
        }
    }

    /** One whose records fall due each by its own day. */
    public RetentionRule(
            LegalBounds bounds, Timing timing, Disposition disposition, Grounds grounds, @Nullable LocalDate reviewBy) {
        this(bounds, timing, disposition, grounds, reviewBy, 0);
    }

    public DataCategory category() {
        return bounds.category();
    }

    public Timing.Kind kind() {
        return timing.kind();
    }

    public Period period() {
        return timing.period();
    }

    /** False for data whose time the policy leaves open and nobody has set yet: kept until reviewed. */
    public boolean hasPeriod() {
        return timing.kind() != Timing.Kind.WHILE || !bounds.reviewedOnly();
    }

    /** Review date passed or not set, so that records without a period have to be reviewed. */
    public boolean reviewDue(LocalDate today) {
        return reviewBy == null || today.isAfter(reviewBy);
    }

    /** What a restart compares: every word that decides or is promised. */
    public String canonical() {
        return String.join(
                "\u001f",
                category().id(),
                timing.canonical(),
                disposition.name(),
                String.join("\u001e", grounds.basis()),
                String.join("\u001e", grounds.law()),
                grounds.sentence(),
                String.valueOf(reviewBy),
                "" + spread);
    }

    /**
     * How a rule counts: forward from the start day, in dates, the start day not counted (Reg. 1182/71 Art. 3).
     *
     * @param period what the policy promises; for RANGE its upper end
     * @param lead days before the end at which a ceiling falls due, so that an outage does not break the promise
     * @param tolerance days within which a period that must be kept out is to be followed by the erasure
     * @param floor the shortest period allowed; zero for none
     * @param ceiling the longest period allowed
     */
    public record Timing(Kind kind, Period period, int lead, int tolerance, Period floor, Period ceiling) {

        public enum Kind {
            /** "som längst", "max": complete by the end of start + period. */
            MAX,
            /** "raderas efter", "sparas i": due at start + period. */
            AFTER,
            /** "3-28": never before the floor, complete by the period. */
            RANGE,
            /** No clock while a state lasts; then as AFTER. */
            WHILE
        }

        /** First day a run erases, and the last day by whose end the erasure must be complete. */
        public record Dates(LocalDate due, LocalDate eraseBy) {}

        /** @param target days of the queue, for RANGE only */
        public Dates dates(LocalDate start, int target) {
            LocalDate end = start.plus(period);
            switch (kind) {
                case MAX:
                    return new Dates(end.minusDays(lead), end);
                case RANGE:
                    LocalDate earliest = start.plus(floor).plusDays(1);
                    LocalDate wanted = start.plusDays(target + 1L);
                    LocalDate latest = end.minusDays(lead);
                    LocalDate due = wanted.isBefore(latest) ? wanted : latest;
                    return new Dates(due.isBefore(earliest) ? earliest : due, end);
                default:
                    return new Dates(end, end.plusDays(tolerance));
            }
        }

        String canonical() {
            return String.join(" ", kind.name(), "" + period, "" + lead, "" + tolerance, "" + floor, "" + ceiling);
        }

        /** @throws RuntimeException if it is not such a text */
        public static Timing parse(String canonical) {
            String[] parts = canonical.split(" ", -1);
            return new Timing(
                    Kind.valueOf(parts[0]),
                    Period.parse(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Period.parse(parts[4]),
                    Period.parse(parts[5]));
        }

        /** Whether a queue's target lies between floor and period. Both are days for RANGE. */
        public boolean allowsTarget(int target) {
            return target >= floor.getDays() && target <= period.getDays();
        }
    }
}
