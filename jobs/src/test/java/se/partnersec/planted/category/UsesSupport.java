package se.partnersec.planted.category;

import se.partnersec.planted.support.UsesStore;

/** Allowed: every package but the rules may use the lowest one. */
public final class UsesSupport {
    private UsesSupport() {}

    public static String code() {
        return UsesStore.name();
    }
}
