package se.partnersec.gallra.demo.company;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

/** A schema that the demo will not touch; the message says why and what to do. */
public final class DemoException extends RefusedException {
    private static final long serialVersionUID = 1L;

    public DemoException(String problem) {
        this(problem, null);
    }

    public DemoException(String problem, @Nullable Throwable cause) {
        super(ExitCode.REFUSED, List.of(problem), cause);
    }
}
