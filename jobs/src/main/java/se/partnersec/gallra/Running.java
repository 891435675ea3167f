package se.partnersec.gallra;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.Rooms;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.run.RunResult;
import se.partnersec.gallra.run.RunTools;
import se.partnersec.gallra.run.StartOptions;

/** Starts runs that somebody watches, and ends them on a signal. */
final class Running {
    private final Supplier<House> house;
    private volatile @Nullable RunTools tools;
    private volatile boolean stopping;

    /** @param house opened when the first run needs it */
    Running(Supplier<House> house) {
        this.house = house;
    }

    List<RunResult> run(DataCategory category, LocalDate asOf, StartOptions options, Rooms.Watcher watcher) {
        watch(watcher);
        tools().take(options);
        return house.get().runs().run(category, asOf, options.maxDelete());
    }

    RunResult runPlan(DataCategory category, String plan, StartOptions options, Rooms.Watcher watcher) {
        watch(watcher);
        tools().take(options);
        return house.get().runs().runPlan(category, plan);
    }

    /** @param returned puts back what the ledger of the category lost */
    RunResult replay(DataCategory category, String plan, Runnable returned, Rooms.Watcher watcher) {
        watch(watcher);
        return house.get().runs().replay(category, plan, returned);
    }

    RunResult restart(long runId, StartOptions options, Rooms.Watcher watcher) {
        watch(watcher);
        tools().take(options);
        return house.get().runs().restart(runId);
    }

    private void watch(Rooms.Watcher watcher) {
        tools().watch(new WatchedRuns(tools(), watcher));
    }

    private RunTools tools() {
        RunTools known = tools;
        if (known == null) {
            known = house.get().tools();
            tools = known;
            if (stopping) {
                known.stop();
            }
        }
        return known;
    }

    /** Called from the thread of a signal, perhaps before anything is open: then it is remembered. */
    void stop() {
        stopping = true;
        RunTools open = tools;
        if (open != null) {
            open.stop();
        }
    }
}
