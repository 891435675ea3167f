package se.partnersec.gallra.app.wiring;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.entry.OutcomeCounts;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunEnvironment;

/** Tells a watcher of each run first how much there is to do, then of every chunk. */
final class RunProgress implements RunEnvironment.Progress {
    private final RunEnvironment tools;
    private final Rooms.Watcher watcher;
    private long current;

    RunProgress(RunEnvironment tools, Rooms.Watcher watcher) {
        this.tools = tools;
        this.watcher = watcher;
    }

    @Override
    public void moved(DataCategory category, long runId, long seen, OutcomeCounts chunk) {
        if (runId != current) {
            current = runId;
            RunEnvironment.Standing standing = tools.standing(runId);
            // Asked inside the chunk's transaction, so its own records are among those done.
            watcher.started(category, runId, standing.candidates(), Math.max(0, standing.done() - chunk.total()));
        }
        watcher.moved(seen, chunk.of(Outcome.ERASED));
    }

    @Override
    public void stands(DataCategory category, @Nullable String why) {
        watcher.stands(category, why);
    }
}
