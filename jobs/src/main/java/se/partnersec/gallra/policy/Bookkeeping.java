package se.partnersec.gallra.policy;

import java.time.LocalDate;
import java.util.List;

/**
 * How the books refer to a record: not at all, to some fields, or to the whole of it (BFL 7 kap. 2 §).
 *
 * @param fiscalYearEnds last days of the fiscal years concerned, where they are known directly
 * @param booked booking dates, to be placed in {@code fiscalYears} where they are not
 */
public record Bookkeeping(
        Extent extent, List<LocalDate> fiscalYearEnds, List<LocalDate> booked, List<FiscalYear> fiscalYears) {

    public static final Bookkeeping NONE = new Bookkeeping(Extent.NONE, List.of(), List.of(), List.of());

    public enum Extent {
        NONE,
        FIELDS,
        FULL
    }
}
