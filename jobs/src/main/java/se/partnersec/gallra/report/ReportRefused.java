package se.partnersec.gallra.report;

/** A report that was not written, and what to do. */
public final class ReportRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReportRefused(String problem) {
        super(problem, null, false, false);
    }
}
