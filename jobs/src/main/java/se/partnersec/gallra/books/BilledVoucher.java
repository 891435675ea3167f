package se.partnersec.gallra.books;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A record of billing, by the voucher it says it is booked under.
 *
 * @param concernsOn the last day of an agreement over several fiscal years; null for all else
 * @param number null where billing names none, or none that can be one
 */
record BilledVoucher(
        Object key,
        @Nullable String series,
        @Nullable Long number,
        @Nullable LocalDate bookedOn,
        @Nullable Long ore,
        @Nullable String invoice,
        @Nullable LocalDate concernsOn) {

    String voucher() {
        return series == null || number == null ? "-" : Voucher.name(series, number);
    }

    /** Credit notes are booked with their amount on the other side. */
    long worth() {
        return ore == null ? 0 : Math.abs(ore);
    }
}
