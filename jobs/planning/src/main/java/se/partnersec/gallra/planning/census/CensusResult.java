package se.partnersec.gallra.planning.census;

import java.util.List;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What a census found.
 *
 * @param number of the census
 * @param holds in force
 * @param records that they keep; one that two holds keep counts twice
 * @param missing records that were counted before and are not any more
 * @param uncounted places that were counted before and cannot be any more
 */
public record CensusResult(long number, long holds, long records, List<Missing> missing, List<Uncounted> uncounted) {
    /**
     * Records that a hold kept, and that are gone or that it does not reach any more.
     *
     * @param hold as {@code H-3}
     * @param before how many the last census counted
     */
    public record Missing(String hold, DataCategory category, long records, long before) {}

    /** A category that the mapping has no more, or in which it names nothing by which the hold could reach a record. */
    public record Uncounted(String hold, DataCategory category) {}

    public long missingRecords() {
        return missing.stream().mapToLong(Missing::records).sum();
    }
}
