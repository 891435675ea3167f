package se.partnersec.gallra.testing;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.throttle.RunSession;
import se.partnersec.gallra.runs.throttle.RunWatcher;

/** Starts runs, each in a session of its own that nobody watches. */
public record StartedRuns(RunService service) {
    private static RunSession session(@Nullable MaxDelete most) {
        return new RunSession(StartOptions.most(most), RunWatcher.NONE);
    }

    public List<RunResult> run(DataCategory category, LocalDate asOf) {
        return run(category, asOf, null);
    }

    public List<RunResult> run(DataCategory category, LocalDate asOf, @Nullable MaxDelete most) {
        return service.run(category, asOf, session(most));
    }

    public RunResult runPlan(DataCategory category, String plan) {
        return service.runPlan(category, plan, session(null));
    }

    public RunResult replay(DataCategory category, String plan, Runnable restored) {
        return service.replay(category, plan, restored, session(null));
    }

    public RunResult restart(long runId) {
        return service.restart(runId, session(null));
    }

    public RunResult recover(long runId) {
        return service.recover(runId);
    }
}
