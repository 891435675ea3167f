package se.partnersec.gallra.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.ExitCode;
import se.partnersec.gallra.support.RefusedException;

/** A schema that the demo will not touch; the message says why and what to do. */
public final class DemoRefused extends RefusedException {
    private static final long serialVersionUID = 1L;

    DemoRefused(String problem) {
        this(problem, null);
    }

    DemoRefused(String problem, @Nullable Throwable cause) {
        super(ExitCode.REFUSED, List.of(problem), cause);
    }
}
