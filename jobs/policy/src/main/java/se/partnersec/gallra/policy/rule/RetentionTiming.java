package se.partnersec.gallra.policy.rule;

import java.time.LocalDate;
import java.time.Period;

/**
 * How a rule counts: forward from the start day, in dates, the start day not counted (Reg. 1182/71 Art. 3).
 *
 * @param period what the policy promises; for RANGE its upper end
 * @param lead days before the end at which a ceiling falls due, so that an outage does not break the promise
 * @param tolerance days within which a period that must be kept out is to be followed by the erasure
 * @param floor the shortest period allowed; zero for none
 * @param ceiling the longest period allowed
 */
public record RetentionTiming(Kind kind, Period period, int lead, int tolerance, Period floor, Period ceiling) {

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
    public static RetentionTiming parse(String canonical) {
        String[] parts = canonical.split(" ", -1);
        return new RetentionTiming(
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
