package se.partnersec.planted.categories;

import se.partnersec.planted.support.file.UsesStore;

/** Allowed: every package but the rules may use the lowest one. */
public final class UsesSupport {
    private UsesSupport() {}

    public static String code() {
        return UsesStore.name();
    }
}
