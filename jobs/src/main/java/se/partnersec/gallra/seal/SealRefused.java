package se.partnersec.gallra.seal;

import java.util.List;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.support.RefusedException;

/** Something about seals that cannot be done, in words that name the cure. */
public final class SealRefused extends RefusedException {
    private static final long serialVersionUID = 1L;

    private SealRefused(ExitCode exit, String problem) {
        super(exit, List.of(problem));
    }

    /** The command or a setting is wrong. */
    static SealRefused misused(String problem) {
        return new SealRefused(ExitCode.CONFIGURATION, problem);
    }

    /** What lies there contradicts the ledger: a person has to look. */
    static SealRefused suspicious(String problem) {
        return new SealRefused(ExitCode.REFUSED, problem);
    }

    /** Not now; the same again later may do. */
    static SealRefused later(String problem) {
        return new SealRefused(ExitCode.ENVIRONMENT, problem);
    }
}
