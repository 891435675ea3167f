package se.partnersec.planted;

/** Stands for the front of the house: it may use every room, and no room may use it. */
public final class Front {
    private Front() {}

    public static String name() {
        return "front";
    }
}
