package se.partnersec.gallra.testing;

import java.util.List;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.replay.ReplayResult;
import se.partnersec.gallra.runs.replay.ReplayRunner;

/** Replays as the command starts them, but watched by nobody. */
public final class StartedReplays {
    private final SuiteContext suite;
    private final ReplayRunner runner;

    StartedReplays(SuiteContext suite) {
        this.suite = suite;
        this.runner = suite.bean(ReplayRunner.class);
    }

    public SavedPlan ask(ReplayRunner.Files files, boolean whole, String reason) {
        return ask(files, whole, List.of(), reason);
    }

    /** @param lost what became of steps of the gate that are lost */
    public SavedPlan ask(ReplayRunner.Files files, boolean whole, List<String> lost, String reason) {
        return runner.ask(suite.bean(PlanService.class), files, whole, lost, reason);
    }

    public ReplayRunner.Begun begin(String plan, ReplayRunner.Files files) {
        return runner.begin(plan, files);
    }

    public RunResult run(ReplayRunner.Begun begun, DataCategory category) {
        return suite.runs()
                .replay(category, begun.plan().id(), () -> begun.restoration().putBack(category));
    }

    public ReplayResult finish(String plan) {
        return runner.finish(plan);
    }

    public List<String> open() {
        return suite.bean(ReplayRepository.class).open();
    }
}
