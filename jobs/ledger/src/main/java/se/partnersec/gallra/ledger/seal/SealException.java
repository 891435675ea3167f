package se.partnersec.gallra.ledger.seal;

import java.util.List;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Something about seals that cannot be done, in words that name the cure. */
public final class SealException extends RefusedException {
    private static final long serialVersionUID = 1L;

    private SealException(ExitCode exit, String problem) {
        super(exit, List.of(problem));
    }

    /** The command or a setting is wrong. */
    public static SealException misused(String problem) {
        return new SealException(ExitCode.CONFIGURATION, problem);
    }

    /** What lies there contradicts the ledger: a person has to look. */
    public static SealException suspicious(String problem) {
        return new SealException(ExitCode.REFUSED, problem);
    }

    /** Nothing is wrong, and nothing can be proved before somebody seals. */
    public static SealException open(String problem) {
        return new SealException(ExitCode.NOT_EVALUATED, problem);
    }

    /** Not now; the same again later may do. */
    public static SealException later(String problem) {
        return new SealException(ExitCode.ENVIRONMENT, problem);
    }
}
