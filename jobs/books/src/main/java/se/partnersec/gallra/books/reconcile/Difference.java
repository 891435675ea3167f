package se.partnersec.gallra.books.reconcile;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where billing and the books do not agree about one voucher; what one side does not say is null.
 *
 * @param entity code of the legal entity in whose books it is; null where billing names none that is known
 * @param voucher series and number
 * @param invoice its number in billing
 * @param keptThrough last day the law keeps it, where that day is what it is about
 */
public record Difference(
        Kind kind,
        @Nullable String entity,
        String voucher,
        @Nullable String invoice,
        @Nullable LocalDate billedOn,
        @Nullable LocalDate bookedOn,
        @Nullable Long billedOre,
        @Nullable Long bookedOre,
        @Nullable LocalDate keptThrough) {

    public enum Kind {
        MISSING_IN_BOOKS,
        MISSING_IN_BILLING,
        SUM_DIFFERS,
        OTHER_YEAR,
        /** Billing names no voucher, or none that can be one. */
        NOT_BOOKED,
        NO_FISCAL_YEAR,
        /** Billing names no legal entity that is known. */
        NO_ENTITY,
        /** Vouchers on record that the newest file of their fiscal year does not have: they count, and are kept. */
        NOT_IN_NEWEST_FILE,
        /** Still in billing after the law's last day. */
        KEPT_TOO_LONG
    }
}
