package se.partnersec.gallra.replay;

import java.util.List;

/** A replay that must not begin, or cannot end; nothing was touched by what refused it. */
public final class ReplayRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;
    private final boolean found;

    private ReplayRefused(List<String> problems, boolean found) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.found = found;
    }

    static ReplayRefused because(String problem) {
        return new ReplayRefused(List.of(problem), false);
    }

    static ReplayRefused because(List<String> problems) {
        return new ReplayRefused(problems, false);
    }

    /** What was given is not as it was written. */
    static ReplayRefused tampered(List<String> problems) {
        return new ReplayRefused(problems, true);
    }

    public List<String> problems() {
        return problems;
    }

    /** Whether what was given is not as it was written. */
    public boolean found() {
        return found;
    }
}
