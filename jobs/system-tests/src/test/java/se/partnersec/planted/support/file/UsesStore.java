package se.partnersec.planted.support.file;

import se.partnersec.planted.objectstore.bucket.ObjectBucket;

/** The lowest package, which uses one above it. */
public final class UsesStore {
    private UsesStore() {}

    public static boolean same(ObjectBucket one, ObjectBucket other) {
        return one == other;
    }

    public static String name() {
        return "support";
    }
}
