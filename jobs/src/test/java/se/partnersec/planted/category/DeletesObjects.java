package se.partnersec.planted.category;

import se.partnersec.planted.store.ObjectBucket;

/** A second path to a delete. */
public final class DeletesObjects {
    private DeletesObjects() {}

    public static void dispose(ObjectBucket bucket) {
        bucket.delete("calls/1.wav");
    }
}
