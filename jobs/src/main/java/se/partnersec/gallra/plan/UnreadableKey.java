package se.partnersec.gallra.plan;

import se.partnersec.gallra.policy.DataCategory;

/** What was asked for cannot be the key of any record of the category. */
public final class UnreadableKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableKey(DataCategory category, String key) {
        super("records of " + category + " are numbered, and '" + key + "' is no number: give " + category + ":4711");
    }
}
