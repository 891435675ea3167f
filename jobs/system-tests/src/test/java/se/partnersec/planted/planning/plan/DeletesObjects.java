package se.partnersec.planted.planning.plan;

import se.partnersec.planted.objectstore.bucket.ObjectBucket;

/** A second path to a delete. */
public final class DeletesObjects {
    private DeletesObjects() {}

    public static void dispose(ObjectBucket bucket) {
        bucket.deleteEach("calls/1.wav");
    }
}
