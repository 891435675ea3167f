package se.partnersec.planted.holds.hold;

import org.springframework.batch.core.ExitStatus;
import se.partnersec.planted.app.boot.Front;

/** Holds that know the framework, and a module that uses the application. */
public final class KnowsBatch {
    private KnowsBatch() {}

    public static ExitStatus status() {
        return new ExitStatus(Front.name());
    }
}
