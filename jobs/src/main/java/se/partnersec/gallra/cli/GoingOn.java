package se.partnersec.gallra.cli;

import java.util.List;

/** How a run that was cut off goes on: by itself or, while a replay is open and nothing else may run, with the replay. */
final class GoingOn {
    private final Session session;

    GoingOn(Session session) {
        this.session = session;
    }

    String command(long runId) {
        List<String> open = session.rooms().replays().open();
        return open.isEmpty() ? restart(runId) : replay(open);
    }

    private static String restart(long runId) {
        return "gallra runs restart " + runId;
    }

    /** A run's own words, without the way on with which they end: a run knows of no replay. */
    static String without(String why, long runId) {
        return why.replace(". To go on: " + restart(runId), "");
    }

    private static String replay(List<String> open) {
        return "gallra ledger replay run " + open.get(open.size() - 1) + " --ledger FILE";
    }

    /** Says, where somebody looks at all of it, that a replay keeps everything else from running. */
    void sayOpen() {
        List<String> open = session.rooms().replays().open();
        if (!open.isEmpty() && !session.terminal().plain()) {
            String plan = open.get(open.size() - 1);
            session.terminal()
                    .result(session.terminal().red(session.words().say("replay.open", plan, plan, replay(open))));
        }
    }
}
