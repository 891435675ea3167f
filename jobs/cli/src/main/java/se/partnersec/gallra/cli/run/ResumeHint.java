package se.partnersec.gallra.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedRuntimeException;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.shell.CommandContext;

/** How a run that was cut off goes on: by itself or, while a replay is open and nothing else may run, with the replay. */
final class ResumeHint {

    private final CommandContext session;
    private final ObjectProvider<ReplayRepository> replays;

    ResumeHint(CommandContext session, ObjectProvider<ReplayRepository> replays) {
        this.session = session;
        this.replays = replays;
    }

    String command(long runId) {
        try {
            List<String> open = replays.getObject().open();
            return open.isEmpty() ? restart(runId) : replay(open);
        } catch (NestedRuntimeException e) {
            // The database may be away, which is why the run failed; the summary is still to be printed whole.
            return restart(runId);
        }
    }

    private static String restart(long runId) {
        return "gallra runs restart " + runId;
    }

    /** A run's own words, without the way on with which they end: a run knows of no replay. */
    static String without(String why, long runId) {
        return why.replaceFirst("\\. [^.:]+: " + Pattern.quote(restart(runId)), "");
    }

    private static String replay(List<String> open) {
        return "gallra ledger replay run " + open.get(open.size() - 1) + " --ledger FILE";
    }

    /** That a replay keeps everything else from running, if one does. */
    Optional<Said> open() {
        List<String> open = replays.getObject().open();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        String plan = open.get(open.size() - 1);
        return Optional.of(Said.of("REPLAY", plan, session.words().say("replay.open", plan, plan, replay(open))));
    }
}
