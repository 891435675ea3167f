package se.partnersec.gallra.policy.fact;

import java.time.LocalDate;
import java.time.Month;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the books refer to a record: not at all, to some fields, or to the whole of it (BFL 7 kap. 2 §).
 *
 * @param fiscalYearEnds last days of the fiscal years concerned, where they are known directly
 * @param booked booking dates, to be placed in {@code fiscalYears} where they are not
 * @param fiscalYears of the legal entity in whose books it is; of several where nobody knows in whose, and then each of them
 *     must have a year for each date, and the latest end counts
 */
public record Bookkeeping(
        Extent extent, List<LocalDate> fiscalYearEnds, List<LocalDate> booked, List<FiscalYear> fiscalYears) {

    public static final Bookkeeping NONE = new Bookkeeping(Extent.NONE, List.of(), List.of(), List.of());

    private static final int YEARS_KEPT = 7;

    public enum Extent {
        NONE,
        FIELDS,
        FULL
    }

    /** Fields that are kept to a last day found earlier, whatever became of the vouchers since. */
    public static Bookkeeping until(LocalDate lastDay) {
        return new Bookkeeping(Extent.FIELDS, List.of(lastDay.minusYears(YEARS_KEPT)), List.of(), List.of());
    }

    /** The last day of the latest fiscal year concerned; null when one is not known. */
    private @Nullable LocalDate latestEnd() {
        LocalDate last = fiscalYearEnds.stream().max(LocalDate::compareTo).orElse(null);
        for (LocalDate day : booked) {
            LocalDate end = latestEnd(day);
            if (end == null) {
                return null;
            }
            last = last == null || end.isAfter(last) ? end : last;
        }
        return last;
    }

    private @Nullable LocalDate latestEnd(LocalDate day) {
        LocalDate last = null;
        Set<String> without = new HashSet<>();
        fiscalYears.forEach(year -> without.add(year.entity()));
        for (FiscalYear year : fiscalYears) {
            if (year.contains(day)) {
                without.remove(year.entity());
                last = last == null || year.end().isAfter(last) ? year.end() : last;
            }
        }
        return without.isEmpty() ? last : null;
    }

    /** The latest fiscal year concerned; null when one is not known, or only by a day that was noted earlier. */
    public @Nullable FiscalYear latestYear() {
        LocalDate end = latestEnd();
        return fiscalYears.stream()
                .filter(year -> year.end().equals(end))
                .findFirst()
                .orElse(null);
    }

    /** How many of the fiscal years have a day in common with one of them, itself included. */
    long overlapping(FiscalYear year) {
        return fiscalYears.stream()
                .filter(other ->
                        !other.start().isAfter(year.end()) && !other.end().isBefore(year.start()))
                .count();
    }

    /** 31 December of the latest year in which a fiscal year concerned ended; null when one is not known. */
    public @Nullable LocalDate lastYearEnd() {
        LocalDate end = latestEnd();
        return end == null ? null : LocalDate.of(end.getYear(), Month.DECEMBER, 31);
    }

    /** The last day the law keeps it: seven calendar years later. */
    public @Nullable LocalDate lastDay() {
        LocalDate end = lastYearEnd();
        return end == null ? null : end.plusYears(YEARS_KEPT);
    }
}
