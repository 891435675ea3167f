package se.partnersec.gallra.store;

import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.support.RefusedException;

/** Tables that could not be brought up to date; the message names what is in the way and the cure. */
public final class MigrationRefused extends RefusedException {
    private static final long serialVersionUID = 1L;

    MigrationRefused(String problems, Throwable cause) {
        super(ExitCode.CONFIGURATION, problems.lines().toList(), cause);
    }
}
