package se.partnersec.planted.store;

import se.partnersec.planted.engine.TalksToS3;

/** Floor 1 that uses floor 3. */
public final class ReachesUp {
    private ReachesUp() {}

    public static TalksToS3 above() {
        return new TalksToS3();
    }
}
