package se.partnersec.gallra.run;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.ExitCode;

/**
 * Why a run has to end before its end, or may not begin.
 *
 * @param why in English, as the histories have it
 * @param order who wanted that; null if nobody did
 * @param refuses whether a run that has not begun is refused by it, and not merely put off
 */
record Ending(String why, @Nullable Order order, boolean refuses) {
    static Ending by(Order order) {
        return new Ending(new OrderWords(Locale.ENGLISH).ending(order), order, true);
    }

    static Ending of(String why) {
        return new Ending(why, null, false);
    }

    static Ending refusing(String why) {
        return new Ending(why, null, true);
    }

    /** Of a run that has not begun. */
    ExitCode exit() {
        return refuses ? ExitCode.REFUSED : ExitCode.STOPPED;
    }
}
