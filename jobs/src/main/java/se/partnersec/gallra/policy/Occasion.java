package se.partnersec.gallra.policy;

import java.time.LocalDate;

/** When a run may not erase anything before two people have agreed to it, however little it is. */
public enum Occasion {
    /** No run of the category has erased anything yet, so nobody has seen what its rules do here. */
    FIRST_RUN("first-run"),
    /** A run for 1 January: the day on which the Bookkeeping Act frees a whole year at once. */
    NEW_YEAR("new-year");

    private final String id;

    Occasion(String id) {
        this.id = id;
    }

    /** The name in files. */
    public String id() {
        return id;
    }

    static boolean isNewYear(LocalDate asOf) {
        return asOf.getDayOfYear() == 1;
    }
}
