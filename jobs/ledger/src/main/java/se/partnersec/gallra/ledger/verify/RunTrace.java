package se.partnersec.gallra.ledger.verify;

import se.partnersec.gallra.ledger.entry.Outcome;

/** What one run left in one chain: the sum of its chunks, its last row and its last closing row. */
final class RunTrace {
    private final Outcome.Counts sum = new Outcome.Counts();
    private long lastRow;
    private long lastClosing;

    void saw(long seq, boolean closing) {
        lastRow = seq;
        if (closing) {
            lastClosing = seq;
        }
    }

    Outcome.Counts sum() {
        return sum;
    }

    long lastRow() {
        return lastRow;
    }

    /** 0 if there is none. */
    long lastClosing() {
        return lastClosing;
    }
}
