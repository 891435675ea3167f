package se.partnersec.gallra.database.schema;

import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** Tables that could not be brought up to date; the message names what is in the way and the cure. */
public final class MigrationException extends RefusedException {
    private static final long serialVersionUID = 1L;

    public MigrationException(String problems, Throwable cause) {
        super(ExitCode.CONFIGURATION, problems.lines().toList(), cause);
    }
}
