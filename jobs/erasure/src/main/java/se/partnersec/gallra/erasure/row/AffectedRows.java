package se.partnersec.gallra.erasure.row;

import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;

/** Counts the rows statements reached: as many as were decided, or the chunk is rolled back. */
final class AffectedRows {
    private final TableMapping table;
    private final int expected;
    private int rows;

    AffectedRows(TableMapping table, int expected) {
        this.table = table;
        this.expected = expected;
    }

    void add(int more) {
        rows += more;
    }

    void mustBeAll() {
        if (rows != expected) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.TRANSIENT,
                    "expected " + expected + " rows of " + table.table() + " to go, " + rows
                            + " did: rolled back, nothing changed");
        }
    }
}
