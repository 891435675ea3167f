package se.partnersec.gallra.store;

/** Faults of database and object store for tests of other packages; only this package can make them. */
public final class StoreFaults {
    private StoreFaults() {}

    public static ObjectStoreException of(ObjectStoreException.Kind kind, String message) {
        return new ObjectStoreException(kind, message);
    }

    public static MigrationRefused migration(String problems, Throwable cause) {
        return new MigrationRefused(problems, cause);
    }
}
