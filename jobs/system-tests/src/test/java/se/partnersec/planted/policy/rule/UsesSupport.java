package se.partnersec.planted.policy.rule;

import se.partnersec.planted.support.file.UsesStore;

/** A rule that knows an exit code. */
public final class UsesSupport {
    private UsesSupport() {}

    public static String code() {
        return UsesStore.name();
    }
}
