package se.partnersec.gallra.approvals.plan;

import java.util.List;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** A plan that was not saved, approved, rejected or used; nothing was written. */
public final class PlanRejectedException extends RefusedException {
    private static final long serialVersionUID = 1;

    PlanRejectedException(String problem) {
        super(ExitCode.USAGE, List.of(problem));
    }
}
