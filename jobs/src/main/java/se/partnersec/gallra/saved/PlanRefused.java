package se.partnersec.gallra.saved;

/** A plan that was not saved, approved, rejected or used; nothing was written. */
public final class PlanRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    PlanRefused(String why) {
        super(why);
    }
}
