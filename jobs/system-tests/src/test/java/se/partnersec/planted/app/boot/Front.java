package se.partnersec.planted.app.boot;

/** The application: it may use every module, and no module may use it. */
public final class Front {
    private Front() {}

    public static String name() {
        return "front";
    }
}
