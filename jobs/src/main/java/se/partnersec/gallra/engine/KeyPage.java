package se.partnersec.gallra.engine;

import java.util.List;
import se.partnersec.gallra.store.RecordKey;

/** A page of candidate keys in key order: one item of the dispose step. */
public record KeyPage(List<RecordKey> keys) {

    /** What Spring Batch may log or store: no key. */
    @Override
    public String toString() {
        return "page of " + keys.size();
    }
}
