package se.partnersec.gallra.books.reconcile;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.FiscalYear;

/**
 * Vouchers of one series in one fiscal year, as billing and the books have them. Credit notes count as what they are worth.
 *
 * @param year null for what billing has outside all years
 */
public record SeriesSum(
        @Nullable FiscalYear year, String series, long billed, long billedOre, long booked, long bookedOre) {}
