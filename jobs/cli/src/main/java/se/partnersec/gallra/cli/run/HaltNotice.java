package se.partnersec.gallra.cli.run;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.plan.RestoreWarning;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderDescription;

/** Says, where somebody looks at runs, that all of them are stopped. */
public final class HaltNotice {
    private final CommandContext session;
    private final RestoreWarning restored;

    HaltNotice(CommandContext session, RestoreWarning restored) {
        this.session = session;
        this.restored = restored;
    }

    /** Warnings that the database was put back, so that no run begins. */
    List<Said> restored() {
        return restored.said();
    }

    void say(@Nullable RunOrder halt) {
        said(halt).ifPresent(said -> said.printRed(session.terminal()));
    }

    public Optional<Said> said(@Nullable RunOrder halt) {
        if (halt == null) {
            return Optional.empty();
        }
        String words = new RunOrderDescription(session.words().language()).ending(halt);
        return Optional.of(Said.of("HALTED", "", words.substring(0, 1).toUpperCase(Formats.OURS) + words.substring(1)));
    }
}
