package se.partnersec.gallra.config.mapping;

/**
 * A log that is partitioned by the time its records' clock starts at, so that whole partitions can go at once.
 *
 * @param column by which the table is partitioned
 * @param staging the empty table a partition is exchanged with: of the same columns and keys, not partitioned, used by nobody
 *     else
 * @param least rows of a partition that is worth it; one with fewer goes row by row
 * @param line where the mapping file says so
 */
public record PartitionMapping(String column, TableMapping staging, int least, int line) {

    /** The procedure that exchanges a partition with the empty staging table. */
    public String fill() {
        return "`" + staging.role() + "_fill`";
    }

    /** The procedure that empties the staging table of rows that all go. */
    public String empty() {
        return "`" + staging.role() + "_empty`";
    }
}
