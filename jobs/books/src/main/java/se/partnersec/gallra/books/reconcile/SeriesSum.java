package se.partnersec.gallra.books.reconcile;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * Vouchers of one series in one fiscal year of a legal entity, as billing and the books have them. Credit notes count as what they are worth.
 *
 * @param entity its code; null where billing names none that is known
 * @param year in which the day of booking lies as years are now; null for what lies outside all years
 */
public record SeriesSum(
        @Nullable String entity,
        @Nullable FiscalYear year,
        String series,
        long billed,
        long billedOre,
        long booked,
        long bookedOre) {}
