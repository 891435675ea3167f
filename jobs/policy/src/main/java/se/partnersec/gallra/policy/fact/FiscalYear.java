package se.partnersec.gallra.policy.fact;

import java.time.LocalDate;

/** A fiscal year, first and last day inclusive; may be broken, shortened, or lengthened to 18 months (BFL 3 kap.). */
public record FiscalYear(LocalDate start, LocalDate end) {
    public FiscalYear {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("a fiscal year must end after it starts: " + start + ".." + end);
        }
        if (end.isAfter(start.plusMonths(18).minusDays(1))) {
            throw new IllegalArgumentException("fiscal year may be at most 18 months long: " + start + ".." + end);
        }
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(start) && !day.isAfter(end);
    }
}
