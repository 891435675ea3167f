package se.partnersec.planted.policy.deep;

/** A room within a room. */
public final class Cellar {
    private Cellar() {}
}
