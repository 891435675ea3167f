package se.partnersec.gallra.runs.preflight;

import java.util.Set;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * One thing a run relies on, and how it stands.
 *
 * @param code short and stable, such as {@code clock}
 * @param what in a sentence
 * @param cure what to do; empty where nothing need be done
 * @param exit how a run that is refused by this ends; {@code DONE} unless refused
 * @param about the only categories it stands in the way of; empty for all
 */
public record Check(String code, State state, String what, String cure, ExitCode exit, Set<DataCategory> about) {

    /** One that is about every category. */
    public Check(String code, State state, String what, String cure, ExitCode exit) {
        this(code, state, what, cure, exit, Set.of());
    }

    public enum State {
        OK,
        /** Stops nothing, but somebody should know; also what cannot be told. */
        NOTE,
        REFUSED
    }

    public boolean refused() {
        return state == State.REFUSED;
    }

    /** Sentence and cure. */
    public String text() {
        return cure.isEmpty() ? what : what + ": " + cure;
    }
}
