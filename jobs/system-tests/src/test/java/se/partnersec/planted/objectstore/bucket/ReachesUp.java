package se.partnersec.planted.objectstore.bucket;

import se.partnersec.planted.erasure.row.TalksToS3;

/** A module that uses one above it. */
public final class ReachesUp {
    private ReachesUp() {}

    public static TalksToS3 above() {
        return new TalksToS3();
    }
}
