package se.partnersec.planted.hold;

import org.springframework.batch.core.ExitStatus;
import se.partnersec.planted.Front;

/** Holds that know the framework, and a room that uses the front of the house. */
public final class KnowsBatch {
    private KnowsBatch() {}

    public static ExitStatus status() {
        return new ExitStatus(Front.name());
    }
}
