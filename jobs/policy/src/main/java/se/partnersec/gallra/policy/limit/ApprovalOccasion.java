package se.partnersec.gallra.policy.limit;

/** When a run may not erase anything before two people have agreed to it, however little it is. */
public enum ApprovalOccasion {
    /** No run of the category that erased anything has been completed yet, so nobody has seen what its rules do here. */
    FIRST_RUN("first-run"),
    /**
     * No run for a day of the year has come to its end: on 1 January the Bookkeeping Act frees a whole year at once (BFL 7
     * kap. 2 §), and a run that was refused on that day must not do it on the next.
     */
    NEW_YEAR("new-year"),
    /** Every time: nothing goes but by a saved plan that another person has approved. */
    PLAN("plan");

    private final String id;

    ApprovalOccasion(String id) {
        this.id = id;
    }

    /** The name in files. */
    public String id() {
        return id;
    }
}
