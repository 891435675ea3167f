package se.partnersec.gallra.planning.census;

import java.util.List;

/**
 * What a census found.
 *
 * @param number of the census
 * @param holds in force
 * @param records that they keep, without the rows that go with them; one that two holds keep counts twice
 * @param missing what was counted before and is not any more
 * @param uncounted what was counted before and cannot be any more
 */
public record CensusResult(long number, long holds, long records, List<Missing> missing, List<Uncounted> uncounted) {
    /**
     * Rows that a hold kept, and that are gone or that it does not reach any more.
     *
     * @param hold as {@code H-3}
     * @param place a category, or rows of one kind that go with its records, as {@code chat-logs/messages}
     * @param before how many the last census counted
     */
    public record Missing(String hold, String place, long records, long before) {}

    /** A place that the mapping has no more, or in which it names nothing by which the hold could reach a row. */
    public record Uncounted(String hold, String place) {}

    public long missingRecords() {
        return missing.stream().mapToLong(Missing::records).sum();
    }
}
