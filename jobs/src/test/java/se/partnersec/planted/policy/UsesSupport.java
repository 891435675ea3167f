package se.partnersec.planted.policy;

import se.partnersec.planted.support.UsesStore;

/** A rule that knows an exit code. */
public final class UsesSupport {
    private UsesSupport() {}

    public static String code() {
        return UsesStore.name();
    }
}
