package se.partnersec.gallra.objectstore.client;

import se.partnersec.gallra.database.schema.MigrationException;

/** Faults of database and object store for tests of other packages; only this package can make them. */
public final class StoreFaults {
    private StoreFaults() {}

    public static ObjectStoreException of(ObjectStoreException.Kind kind, String message) {
        return new ObjectStoreException(kind, message);
    }

    public static MigrationException migration(String problems, Throwable cause) {
        return new MigrationException(problems, cause);
    }
}
