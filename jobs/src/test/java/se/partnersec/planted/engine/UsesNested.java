package se.partnersec.planted.engine;

/** The second class of a circle: it needs only what the first one nests. */
public final class UsesNested {
    private UsesNested() {}

    public static int length(NestsParts.Part part) {
        return part.name().length();
    }
}
