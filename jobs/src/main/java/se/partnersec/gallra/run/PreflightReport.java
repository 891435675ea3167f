package se.partnersec.gallra.run;

import java.util.List;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;

/**
 * What preflight found, all of it at once.
 *
 * @param kinds what the database says of the mapped tables; empty where it was not asked
 * @param guard what keeps a delete from hitting newer content in the bucket
 */
public record PreflightReport(List<Check> checks, KeyKinds kinds, DeleteGuard guard) {

    public PreflightReport {
        checks = List.copyOf(checks);
    }

    public boolean passes() {
        return refusals().isEmpty();
    }

    public List<Check> refusals() {
        return checks.stream().filter(Check::refused).toList();
    }

    public List<Check> notes() {
        return checks.stream().filter(c -> c.state() == Check.State.NOTE).toList();
    }

    /** How a run ends that this refuses; {@code DONE} if it may begin. */
    public ExitCode exit() {
        return refusals().stream().map(Check::exit).reduce(ExitCode.DONE, ExitCode::and);
    }
}
