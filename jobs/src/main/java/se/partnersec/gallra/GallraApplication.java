package se.partnersec.gallra;

/** Main. */
public final class GallraApplication {
    private GallraApplication() {}

    public static void main(String[] args) {
        System.exit(args.length);
    }
}
