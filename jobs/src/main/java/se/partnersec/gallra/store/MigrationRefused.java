package se.partnersec.gallra.store;

/** The tables could not be brought up to date; the message names what is in the way and the cure. */
public final class MigrationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
