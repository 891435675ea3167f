package se.partnersec.gallra.support.exit;

/** The stable numbers a scheduler acts on. */
public enum ExitCode {
    DONE(0, "done, or nothing to do"),
    BUG(1, "unexpected; an error in the program"),
    USAGE(2, "the command line or an input file was refused; the message says why"),
    CONFIGURATION(3, "configuration, policy or preflight refuses; do not retry"),
    ENVIRONMENT(4, "database or object store not reachable; retry"),
    FAILED(5, "the run failed part way; restart it"),
    SKIPPED(6, "finished, some records could not be erased; check the findings"),
    STOPPED(7, "stopped by an order, a signal, --run-for or a window; the next run continues"),
    REFUSED(8, "refused by a guard, or stopped by a limit; a person decides"),
    RUNNING(9, "the same category, or one that locks the same rows, is already running"),
    DIFFERENCES(10, "a check found something overdue or different"),
    INTERRUPTED(11, "a check found that the last run of a category failed or was interrupted"),
    NOT_EVALUATED(12, "a check found nothing wrong but could not evaluate everything");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** @throws IllegalArgumentException for a number that is none of ours */
    public static ExitCode of(int number) {
        for (ExitCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        throw new IllegalArgumentException("no exit code is " + number + ". Indicates a bug");
    }

    public String meaning() {
        return meaning;
    }

    /** The worse of two, for commands over several categories. */
    public ExitCode and(ExitCode other) {
        return severity() >= other.severity() ? this : other;
    }

    private int severity() {
        return switch (this) {
            case DONE -> 0;
            case NOT_EVALUATED -> 1;
            case INTERRUPTED -> 2;
            case DIFFERENCES -> 3;
            case SKIPPED -> 4;
            case STOPPED -> 5;
            case RUNNING -> 6;
            case REFUSED -> 7;
            case ENVIRONMENT -> 8;
            case CONFIGURATION -> 9;
            case USAGE -> 10;
            case FAILED -> 11;
            case BUG -> 12;
        };
    }
}
