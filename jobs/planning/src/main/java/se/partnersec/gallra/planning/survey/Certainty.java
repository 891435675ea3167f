package se.partnersec.gallra.planning.survey;

/** How sure a line of a proposal is. */
public enum Certainty {
    /** Type, key and name say the same, and nothing else could be meant. */
    SURE,
    /** A guess; the line is marked {@code # CHECK}. */
    CHECK,
    /** Not known, or for people to decide; the line is marked {@code # TODO}. */
    TODO;

    /** A line is never surer than what it rests on. */
    public Certainty and(Certainty other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
