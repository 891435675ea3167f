package se.partnersec.gallra;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.RunTools;

/** Tells a watcher of each run first how much there is to do, then of every chunk. */
final class WatchedRuns implements RunTools.Progress {
    private final RunTools tools;
    private final Rooms.Watcher watcher;
    private long current;

    WatchedRuns(RunTools tools, Rooms.Watcher watcher) {
        this.tools = tools;
        this.watcher = watcher;
    }

    @Override
    public void moved(DataCategory category, long runId, long seen, OutcomeCounts chunk) {
        if (runId != current) {
            current = runId;
            RunTools.Standing standing = tools.standing(runId);
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
