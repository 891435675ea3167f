package se.partnersec.gallra.store;

/** A file that was not written, and what to do. */
public final class FileRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    FileRefused(String problem) {
        super(problem, null, false, false);
    }
}
