package se.partnersec.gallra.app.wiring;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.rooms.Rooms;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.StartOptions;
import se.partnersec.gallra.runs.launch.RunEnvironment;
import se.partnersec.gallra.runs.launch.RunResult;

/** Starts runs that somebody watches, and ends them on a signal. */
public final class RunService {
    private final Supplier<House> house;
    private volatile @Nullable RunEnvironment tools;
    private volatile boolean stopping;

    /** @param house opened when the first run needs it */
    public RunService(Supplier<House> house) {
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
        tools().watch(new RunProgress(tools(), watcher));
    }

    private RunEnvironment tools() {
        RunEnvironment known = tools;
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
        RunEnvironment open = tools;
        if (open != null) {
            open.stop();
        }
    }
}
