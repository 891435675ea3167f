package se.partnersec.gallra.run;

/** An order that was not taken; nothing was written. */
public final class OrderRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    OrderRefused(String why) {
        super(why);
    }
}
