package se.partnersec.gallra.erasure.statistic;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;

/**
 * Counts the records of one period by group, and the different persons of each group as far as the floor: no further are
 * they remembered. Groups below it are left out, and no sum over all groups is kept, from which they could be worked out.
 */
final class GroupCounts {
    /** Who groups by something finer gets no statistic of it: most groups would have few persons, and memory has an end. */
    static final int MOST_GROUPS = 10_000;

    private final int floor;
    private final Map<List<String>, Group> groups = new LinkedHashMap<>();

    GroupCounts(int floor) {
        this.floor = floor;
    }

    private static final class Group {
        private final Set<String> persons = new HashSet<>();
        private long records;
    }

    /** @param person null where nobody knows whose the record is: it counts, but not towards the floor */
    void add(List<String> group, @Nullable String person) {
        Group one = groups.computeIfAbsent(group, g -> new Group());
        one.records++;
        if (person != null && one.persons.size() < floor) {
            one.persons.add(person);
        }
        if (groups.size() > MOST_GROUPS) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP,
                    "a period has more than " + MOST_GROUPS + " groups; group the statistics by something coarser");
        }
    }

    /** The number of records of each group that has enough persons. */
    Map<List<String>, Long> enough() {
        Map<List<String>, Long> enough = new LinkedHashMap<>();
        groups.forEach((group, one) -> {
            if (one.persons.size() >= floor) {
                enough.put(group, one.records);
            }
        });
        return enough;
    }
}
