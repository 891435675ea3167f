package se.partnersec.planted.erasure.record;

import se.partnersec.planted.erasure.row.NestsParts;

/** The second class of a circle: it needs only what the first one nests. */
public final class UsesNested {
    private UsesNested() {}

    public static int length(NestsParts.Part part) {
        return part.name().length();
    }
}
