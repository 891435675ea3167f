package se.partnersec.gallra.saved;

import java.util.List;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.support.RefusedException;

/** A plan that was not saved, approved, rejected or used; nothing was written. */
public final class PlanRefused extends RefusedException {
    private static final long serialVersionUID = 1;

    PlanRefused(String problem) {
        super(ExitCode.USAGE, List.of(problem));
    }
}
