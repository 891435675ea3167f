package se.partnersec.gallra.engine;

import se.partnersec.gallra.store.TableMapping;

/** Counts the rows statements reached: as many as were decided, or the chunk is rolled back. */
final class Affected {
    private final TableMapping table;
    private final int expected;
    private int rows;

    Affected(TableMapping table, int expected) {
        this.table = table;
        this.expected = expected;
    }

    void add(int more) {
        rows += more;
    }

    void mustBeAll() {
        if (rows != expected) {
            throw new ChunkFailed(
                    Faults.Kind.TRANSIENT,
                    "expected " + expected + " rows of " + table.table() + " to go, " + rows
                            + " did: rolled back, nothing changed");
        }
    }
}
