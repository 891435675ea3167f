package se.partnersec.planted.util;

/** A room that is not in the plan. */
public final class Oddments {
    private Oddments() {}
}
