package se.partnersec.gallra.runs.throttle;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Progress of runs, as their caller is told it. Called by the thread of the run, at the end of a chunk before its commit. */
public interface RunWatcher {
    /** Ignores everything. */
    RunWatcher NONE = new RunWatcher() {};

    /** @param done candidates dealt with by earlier attempts of the same run */
    default void started(DataCategory category, long runId, long candidates, long done) {}

    /**
     * @param seen candidates of this chunk
     * @param erased records that this chunk erased
     */
    default void moved(DataCategory category, long seen, long erased) {}

    /** @param why the run waits between two chunks; null when it continues */
    default void stands(DataCategory category, @Nullable String why) {}
}
