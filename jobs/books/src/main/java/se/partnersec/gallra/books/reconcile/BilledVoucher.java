package se.partnersec.gallra.books.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.voucher.Voucher;

/**
 * A record of billing, by the voucher it says it is booked under.
 *
 * @param entity code of the legal entity in whose books it is; null where billing names none that is known
 * @param concernsOn the last day of an agreement over several fiscal years; null for all else
 * @param settledOn null while it is not settled, or billing does not say
 * @param paidOn of its last payment
 * @param number null where billing names none, or none that can be one
 */
record BilledVoucher(
        Object key,
        @Nullable String entity,
        @Nullable String series,
        @Nullable Long number,
        @Nullable LocalDate bookedOn,
        @Nullable Long ore,
        @Nullable String invoice,
        @Nullable LocalDate concernsOn,
        @Nullable LocalDate settledOn,
        @Nullable LocalDate paidOn) {

    /** Every day that puts it into a fiscal year, as the rule of invoices has them. @param own when it was booked */
    List<LocalDate> days(LocalDate own) {
        List<LocalDate> days = new ArrayList<>(List.of(own));
        Stream.concat(Stream.ofNullable(settledOn), Stream.ofNullable(paidOn))
                .filter(day -> day.isAfter(own))
                .forEach(days::add);
        Stream.ofNullable(concernsOn).forEach(days::add);
        return days;
    }

    String voucher() {
        return series == null || number == null ? "-" : Voucher.name(series, number);
    }

    /** Credit notes are booked with their amount on the other side. */
    long worth() {
        return ore == null ? 0 : Math.abs(ore);
    }
}
