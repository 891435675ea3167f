package se.partnersec.gallra.policy.decision;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.rule.RetentionRule;

/**
 * Whose turn comes when. The Bookkeeping Act frees a whole year's records on one 1 January; a rule with a spread takes them
 * a share a night, within the tolerance, so that no single run erases a year. Which share a record is in hangs on its key
 * alone: every run, plan and explanation says the same.
 */
public final class SpreadSchedule {
    /** Keys in a row lie far apart once multiplied: 2^32 through the golden ratio. */
    private static final int SCATTER = 0x9E3779B9;

    private SpreadSchedule() {}

    /**
     * The first day a run takes the record: its due day, or later if it is one of many the law frees together. A due day
     * that a hold or a request moved is its own, and kept.
     *
     * @param key the record's key, as text
     * @return null while no clock runs
     */
    public static @Nullable LocalDate of(RetentionRule rule, Facts facts, Verdict verdict, String key) {
        LocalDate due = verdict.due();
        if (due == null || rule.spread() == 0) {
            return due;
        }
        LocalDate lawEnds = facts.circumstances().bookkeeping().lastDay();
        if (lawEnds == null || !due.equals(lawEnds.plusDays(1))) {
            return due;
        }
        long share = Integer.toUnsignedLong(key.hashCode() * SCATTER);
        return due.plusDays(share * (rule.spread() + 1) >>> Integer.SIZE);
    }
}
