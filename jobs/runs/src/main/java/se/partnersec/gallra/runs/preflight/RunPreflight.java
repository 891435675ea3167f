package se.partnersec.gallra.runs.preflight;

import java.time.LocalDate;
import java.util.Collection;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Checks before anything is touched; a run starts only if all of them pass. */
@FunctionalInterface
public interface RunPreflight {
    PreflightReport check(Collection<DataCategory> categories, LocalDate asOf);

    /** What of it can change without anybody's telling us, and is cheap to ask: tables, keys, triggers, foreign keys switched off. */
    default PreflightReport standing(Collection<DataCategory> categories) {
        return check(categories, LocalDate.MIN);
    }

    /**
     * The checks for a replay, which runs while other runs are refused.
     *
     * @param replay name of its plan
     */
    default RunPreflight of(String replay) {
        return this;
    }
}
