package se.partnersec.gallra.bench;

import java.util.Locale;

/**
 * One measurement of a way.
 *
 * @param rate rows deleted a second, of the deleting itself
 * @param whole rows deleted a second, of the whole command
 * @param first seconds from the start of the command to the first rows that were gone; NaN where it is not known
 * @param cpu the server's processor time, microseconds a row, until its purge is done; NaN where it cannot be read
 * @param client processor time of the program, microseconds a row, from its start to its end; 0 where a way is statements of the
 *     bench itself
 * @param hold longest wait of a hold that was placed meanwhile, milliseconds
 * @param p99 milliseconds that 99 of 100 inserts and updates of other rows stayed below
 */
record WayFigures(double rate, double whole, double first, double cpu, double client, double hold, double p99) {
    String line() {
        return String.format(
                Locale.ROOT,
                "%,9.0f rows/s, whole command %,9.0f rows/s, first after %.1f s, server %.1f us/row, client %.1f us/row, longest hold %.0f ms, inserts and updates p99 %.1f ms",
                rate,
                whole,
                first,
                cpu,
                client,
                hold,
                p99);
    }
}
