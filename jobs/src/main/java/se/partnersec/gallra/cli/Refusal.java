package se.partnersec.gallra.cli;

import java.util.List;
import se.partnersec.gallra.support.ExitCode;

/**
 * Why something was not done, in words that name the cure: an expected end, not a fault.
 *
 * @param lines one a problem, all of them at once
 */
public record Refusal(ExitCode exit, List<String> lines) {
    public Refusal {
        lines = List.copyOf(lines);
    }

    public static Refusal of(ExitCode exit, String line) {
        return new Refusal(exit, List.of(line));
    }

    /** Ends the command with this refusal. */
    public Refused thrown() {
        return new Refused(this);
    }

    /** Carries a refusal to the one place that prints it. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Refusal refusal;

        private Refused(Refusal refusal) {
            super(String.join("\n", refusal.lines()), null, false, false);
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }
    }
}
