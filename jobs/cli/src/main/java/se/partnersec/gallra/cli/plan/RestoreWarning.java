package se.partnersec.gallra.cli.plan;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.RestoreChecks;

/** Says, where somebody plans or looks at runs, that the database was put back from a backup, so that no run begins. */
public final class RestoreWarning {
    private final CommandContext session;
    private final ObjectProvider<RestoreChecks.Look> restored;

    RestoreWarning(CommandContext session, ObjectProvider<RestoreChecks.Look> restored) {
        this.session = session;
        this.restored = restored;
    }

    /** Warnings; empty where nothing says that the database was put back. */
    public List<Said> said() {
        return restored.getObject().problems().stream()
                .map(Check::text)
                .map(problem -> Said.of("RESTORED", "", session.words().say("restored", problem)))
                .toList();
    }
}
