package se.partnersec.gallra.request;

import java.util.List;

/** A request or decision that was not taken, with everything that speaks against it; nothing was written. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> problems;

    RequestRefused(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    static void unlessEmpty(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new RequestRefused(problems);
        }
    }

    public List<String> problems() {
        return problems;
    }
}
