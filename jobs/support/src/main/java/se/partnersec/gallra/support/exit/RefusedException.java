package se.partnersec.gallra.support.exit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expected refusal: the exit code, and each problem in words that name the cure. It ends the command and is no fault of the
 * program. Only what callers catch or tell apart has a subclass.
 */
public class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final ExitCode exit;
    private final transient List<String> problems;

    /** @param problems one line each, all of them at once */
    public RefusedException(ExitCode exit, List<String> problems) {
        this(exit, problems, null);
    }

    /** @param cause for {@code --debug} only; whoever reads the refusal sees the problems */
    public RefusedException(ExitCode exit, List<String> problems, @Nullable Throwable cause) {
        super(String.join("\n", problems), cause);
        this.exit = exit;
        this.problems = List.copyOf(problems);
    }

    /** What was typed or entered cannot be done. */
    public static RefusedException usage(String problem) {
        return usage(List.of(problem));
    }

    public static RefusedException usage(List<String> problems) {
        return new RefusedException(ExitCode.USAGE, problems);
    }

    public static RefusedException configuration(String problem) {
        return new RefusedException(ExitCode.CONFIGURATION, List.of(problem));
    }

    public static RefusedException environment(String problem) {
        return environment(List.of(problem));
    }

    public static RefusedException environment(List<String> problems) {
        return new RefusedException(ExitCode.ENVIRONMENT, problems);
    }

    /** A guard says no, and a person has to decide. */
    public static RefusedException refused(String problem) {
        return refused(List.of(problem));
    }

    public static RefusedException refused(List<String> problems) {
        return new RefusedException(ExitCode.REFUSED, problems);
    }

    /** A check found something that is not as it was written. */
    public static RefusedException differences(String problem) {
        return differences(List.of(problem));
    }

    public static RefusedException differences(List<String> problems) {
        return new RefusedException(ExitCode.DIFFERENCES, problems);
    }

    /** Refuses what was entered if there is any problem with it. */
    public static void usageIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw usage(problems);
        }
    }

    public ExitCode exit() {
        return exit;
    }

    public List<String> problems() {
        return problems;
    }
}
