package se.partnersec.gallra.engine;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;
import se.partnersec.gallra.store.TableMapping;

/**
 * Whose rows the disposal of a record changes beside its own: those of another category that lie in the same row or are
 * its children. A hold on any of them keeps the whole record, or the held row would be altered with it.
 */
final class Touched {
    private final Set<DataCategory> always;
    private final Map<TableMapping, Set<DataCategory>> byChild = new HashMap<>();

    Touched(SourceTable source, Sources sources) {
        always = sources.of(source.record());
        source.children().forEach(child -> {
            Set<DataCategory> theirs = sources.of(child);
            if (!theirs.isEmpty()) {
                byChild.put(child, theirs);
            }
        });
    }

    /** The categories of whatever row. */
    Set<DataCategory> any() {
        Set<DataCategory> any = EnumSet.copyOf(always);
        byChild.values().forEach(any::addAll);
        return any;
    }

    /** The categories that lie in the record's own row. */
    Set<DataCategory> ofRow() {
        return always;
    }

    Set<DataCategory> ofChild(TableMapping child) {
        return byChild.getOrDefault(child, Set.of());
    }

    Set<DataCategory> of(LockedRecord record) {
        if (byChild.isEmpty() || record.children().isEmpty()) {
            return always;
        }
        Set<DataCategory> these = EnumSet.copyOf(always);
        record.children().keySet().forEach(child -> these.addAll(ofChild(child)));
        return these;
    }
}
