package se.partnersec.gallra.cli.rooms;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.runs.replay.ReplayResult;

/** What the command line may ask about erasing again after a restore. */
public interface ReplayRooms {

    /**
     * What tells what was erased.
     *
     * @param ledger a copy of the ledger
     * @param seals a directory of exported seals; null for the one of the settings
     * @param publicKey null for the one of the settings
     */
    record Files(
            Path ledger, @Nullable Path seals, @Nullable Path publicKey) {}

    /**
     * Asks, under the login of whoever asks, that it be done.
     *
     * @param whole whether it is about every row of the copy
     */
    SavedPlan ask(Files files, boolean whole, String reason);

    /** Checks everything and begins; from then on this program runs nothing else. */
    SavedPlan begin(String plan, Files files);

    /** Puts back what the ledger of a category lost, and erases again. */
    RunResult run(DataCategory category, String plan, Rooms.Watcher watcher);

    /** The plans of replays that keep everything else from running, oldest first. */
    List<String> open();

    /** Counts what is there, and notes the end if nothing is left without a reason. */
    ReplayResult finish(String plan);
}
