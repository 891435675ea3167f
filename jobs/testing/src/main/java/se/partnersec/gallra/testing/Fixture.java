package se.partnersec.gallra.testing;

/** Records that a test class finds before each of its tests. */
public interface Fixture {
    /** Writes the records into the emptied tables. */
    void fill();
}
