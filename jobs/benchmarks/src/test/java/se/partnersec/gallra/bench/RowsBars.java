package se.partnersec.gallra.bench;

/**
 * Bars of {@code scripts/bench rows}. A server in production has its tables in its pool; one that starves for memory
 * makes the anchors slow, so its bars are higher.
 *
 * @param archiver rate of the whole command to that of pt-archiver's fastest mode, at least
 * @param giant rate of the dispose step to that of one giant DELETE, at least
 * @param server processor time of the server a row to that of the giant DELETE, at most
 * @param client processor time of the program a row, microseconds, at most
 * @param first seconds from the start of the command until the first rows are gone, at most
 * @param hold longest wait of a hold to that under the giant DELETE, at most
 * @param others p99 of inserts and updates of other rows to that under pt-archiver, at most
 */
record RowsBars(double archiver, double giant, double server, double client, double first, double hold, double others) {
    /** From so many megabytes on a pool holds the table of a million rows. */
    private static final int LARGE = 1024;

    static RowsBars of(int poolMegabytes, boolean partitioned) {
        return poolMegabytes >= LARGE
                ? new RowsBars(1.0, partitioned ? 1.5 : 0.45, 1.5, 7, 1.5, 0.05, 1.1)
                : new RowsBars(1.2, partitioned ? 4 : 0.9, 1.0, 7, 2, 0.05, 1.1);
    }
}
