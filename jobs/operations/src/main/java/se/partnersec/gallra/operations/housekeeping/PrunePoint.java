package se.partnersec.gallra.operations.housekeeping;

/** Points a prune passes, in order; tests cut it off there. */
public enum PrunePoint {
    /** The export is on the disk. */
    EXPORTED,
    /** It was read back and is what was written. */
    VERIFIED,
    /** Some records are gone for good; passed again and again. */
    REMOVED;

    /** Told of each. */
    public interface Witness {
        void passed(PrunePoint point);
    }
}
