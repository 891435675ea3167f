package se.partnersec.gallra.run;

/** Somebody named a run that is not on record. */
public final class NoSuchRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchRun(long runId) {
        super("there is no run " + runId + "; the known ones: gallra runs list");
    }
}
