package se.partnersec.planted.util;

/** In no module. */
public final class Oddments {
    private Oddments() {}
}
