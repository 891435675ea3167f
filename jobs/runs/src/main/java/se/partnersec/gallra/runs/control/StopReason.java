package se.partnersec.gallra.runs.control;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Why a run has to end before its end, or may not begin.
 *
 * @param why in English, as the histories have it
 * @param order who wanted that; null if nobody did
 * @param refuses whether a run that has not begun is refused by it, and not merely put off
 */
public record StopReason(String why, @Nullable RunOrder order, boolean refuses) {
    public static StopReason by(RunOrder order) {
        return new StopReason(new RunOrderDescription(Locale.ENGLISH).ending(order), order, true);
    }

    public static StopReason of(String why) {
        return new StopReason(why, null, false);
    }

    public static StopReason refusing(String why) {
        return new StopReason(why, null, true);
    }

    /** Of a run that has not begun. */
    public ExitCode exit() {
        return refuses ? ExitCode.REFUSED : ExitCode.STOPPED;
    }
}
