package se.partnersec.gallra.upkeep;

/** Nothing more was removed. */
public final class PruneRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean found;

    PruneRefused(String why, boolean found) {
        super(why);
        this.found = found;
    }

    PruneRefused(String why, Throwable cause, boolean found) {
        super(why, cause);
        this.found = found;
    }

    /** Whether something is not as it was written, rather than asked for in a wrong way. */
    public boolean found() {
        return found;
    }
}
