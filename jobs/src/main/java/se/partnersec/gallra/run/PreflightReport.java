package se.partnersec.gallra.run;

import java.util.Collection;
import java.util.List;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.DeleteGuard;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.support.ExitCode;

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

    /** Those of some categories that a run of one of them may begin with, whatever stands in the way of the others. */
    public List<DataCategory> mayBegin(Collection<DataCategory> categories) {
        return categories.stream()
                .filter(category -> refusals().stream()
                        .noneMatch(check ->
                                check.about().isEmpty() || check.about().contains(category)))
                .toList();
    }

    public List<Check> notes() {
        return checks.stream().filter(c -> c.state() == Check.State.NOTE).toList();
    }

    /** How a run ends that this refuses; {@code DONE} if it may begin. */
    public ExitCode exit() {
        return refusals().stream().map(Check::exit).reduce(ExitCode.DONE, ExitCode::and);
    }
}
