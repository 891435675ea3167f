package se.partnersec.gallra.policy.rule;

import java.time.Period;

/**
 * The points where law and privacy policy leave a choice that a decision depends on.
 *
 * @param openClaimKeeps which users of a customer an unpaid invoice keeps
 * @param timeBar what happens when a claim's time has run out by the books
 * @param disputeRestartsClock whether a dispute closed without a new settlement starts the period anew
 * @param graceAfterHold days to erase after a hold that outlasted the last day
 * @param graceAfterBookkeeping the same after the seven years of the Bookkeeping Act
 * @param limitation time-bar of claims (1981:130, 2 §)
 * @param consumerLimitation time-bar of claims against consumers
 * @param unbilledReview how long usage may wait for its invoice
 */
public record PolicyChoices(
        OpenClaimKeeps openClaimKeeps,
        TimeBar timeBar,
        boolean disputeRestartsClock,
        int graceAfterHold,
        int graceAfterBookkeeping,
        Period limitation,
        Period consumerLimitation,
        Period unbilledReview) {

    public enum OpenClaimKeeps {
        BILLING_CONTACTS,
        ALL,
        NONE
    }

    public enum TimeBar {
        /** Finance confirms: an interruption may be missing from the data. */
        REVIEW,
        /** Counts as settled on the last day of the claim. */
        AUTO
    }

    public static final PolicyChoices DEFAULT = new PolicyChoices(
            OpenClaimKeeps.BILLING_CONTACTS,
            TimeBar.REVIEW,
            false,
            7,
            30,
            Period.ofYears(10),
            Period.ofYears(3),
            Period.ofMonths(12));

    public String canonical() {
        return String.join(
                " ",
                openClaimKeeps.name(),
                timeBar.name(),
                "" + disputeRestartsClock,
                "" + graceAfterHold,
                "" + graceAfterBookkeeping,
                "" + limitation,
                "" + consumerLimitation,
                "" + unbilledReview);
    }

    /** @throws RuntimeException if it is not such a text */
    public static PolicyChoices parse(String canonical) {
        String[] parts = canonical.split(" ", -1);
        return new PolicyChoices(
                OpenClaimKeeps.valueOf(parts[0]),
                TimeBar.valueOf(parts[1]),
                Boolean.parseBoolean(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Period.parse(parts[5]),
                Period.parse(parts[6]),
                Period.parse(parts[7]));
    }
}
