package se.partnersec.gallra.policy.limit;

/**
 * A limit that a run would pass.
 *
 * @param figure how many records, of the run or of one customer
 * @param limit how many it may be
 * @param whole what a share is of, the median a ratio is of, or what of a day went before
 * @param setting the percent, or how many times
 * @param who the customer's key; empty for the others
 */
public record LimitViolation(Kind kind, long figure, long limit, long whole, int setting, String who) {

    public enum Kind {
        FIRST_RUN,
        NEW_YEAR,
        /** Without a plan that somebody else has approved. */
        PLAN,
        ROWS,
        SHARE,
        RATIO,
        /** As many as one run may, in pieces: with what went earlier the same day. */
        DAY,
        CUSTOMER,
        /** More than the run was told to stop at. */
        ASKED,
        /** In the middle of a run: as many have gone as may. */
        USED_UP;

        /** Whether approval without a number lets it pass. */
        public boolean occasion() {
            return this == FIRST_RUN || this == NEW_YEAR;
        }
    }

    public static LimitViolation of(Kind kind, long figure) {
        return new LimitViolation(kind, figure, 0, 0, 0, "");
    }

    public static LimitViolation usedUp(long gone) {
        return new LimitViolation(Kind.USED_UP, gone, gone, 0, 0, "");
    }
}
