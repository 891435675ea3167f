package se.partnersec.planted.erasure.row;

import se.partnersec.planted.erasure.record.UsesNested;

/** The first class of a circle: its own nested type is what closes it. */
public final class NestsParts {
    private NestsParts() {}

    /** A type that belongs in a file of its own. */
    public record Part(String name) {}

    public static int length(Part part) {
        return UsesNested.length(part);
    }
}
