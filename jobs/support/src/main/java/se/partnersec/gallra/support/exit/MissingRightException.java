package se.partnersec.gallra.support.exit;

import java.util.List;

/** A refusal by the database because the login lacks a right; which role has it, whoever knows the command can say. */
public final class MissingRightException extends RefusedException {
    private static final long serialVersionUID = 1;

    public MissingRightException(String problem) {
        super(ExitCode.CONFIGURATION, List.of(problem));
    }
}
