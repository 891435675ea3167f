package se.partnersec.gallra.hold;

import java.util.List;

/** A hold or release that was not written, with everything that speaks against it. */
public final class HoldRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> problems;

    public HoldRefused(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
