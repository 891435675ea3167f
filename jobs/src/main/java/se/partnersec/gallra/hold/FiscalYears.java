package se.partnersec.gallra.hold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.support.RefusedException;

/** The fiscal years on record; the last day a bookkeeping hold keeps is derived from them each time, never stored. */
public final class FiscalYears {
    private final JdbcTemplate jdbc;

    public FiscalYears(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public List<FiscalYear> all() {
        return jdbc.query(
                "SELECT start_on, end_on FROM fiscal_year ORDER BY start_on",
                (row, i) -> new FiscalYear(row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class)));
    }

    /**
     * Records these years, or changes the ends of those that start the same days; for use within a gate transaction.
     *
     * @return those that are new
     * @throws RefusedException if any would overlap; nothing was written
     */
    public List<FiscalYear> enter(List<FiscalYear> years, long epoch) {
        check(years);
        Set<LocalDate> known = all().stream().map(FiscalYear::start).collect(Collectors.toSet());
        List<FiscalYear> added =
                years.stream().filter(year -> !known.contains(year.start())).toList();
        years.forEach(year -> write(year, added.contains(year), epoch));
        if (!years.isEmpty()) {
            new KeptRegister(jdbc).yearsChanged();
        }
        return added;
    }

    /**
     * Whether these years fit those on record. They are looked at together: where one gives days up to another, one by one
     * would not do in either order.
     *
     * @throws RefusedException naming all that would overlap
     */
    public void check(List<FiscalYear> years) {
        Map<LocalDate, FiscalYear> together = new TreeMap<>();
        all().forEach(year -> together.put(year.start(), year));
        years.forEach(year -> together.put(year.start(), year));
        List<String> problems = new ArrayList<>();
        for (FiscalYear year : years) {
            for (FiscalYear other : together.values()) {
                boolean apart = other.start().isAfter(year.end()) || other.end().isBefore(year.start());
                if (!other.equals(year) && !apart) {
                    problems.add("fiscal year " + year.start() + ".." + year.end() + " overlaps " + other.start() + ".."
                            + other.end());
                }
            }
        }
        RefusedException.usageIfAny(problems);
    }

    private void write(FiscalYear year, boolean add, long epoch) {
        if (add) {
            jdbc.update(
                    "INSERT INTO fiscal_year (start_on, end_on, entered_at, entered_by, epoch)"
                            + " VALUES (?, ?, UTC_TIMESTAMP(6), CURRENT_USER(), ?)",
                    year.start(),
                    year.end(),
                    epoch);
        } else {
            jdbc.update(
                    "UPDATE fiscal_year SET end_on = ?, entered_at = UTC_TIMESTAMP(6), entered_by = CURRENT_USER(),"
                            + " epoch = ? WHERE start_on = ?",
                    year.end(),
                    epoch,
                    year.start());
        }
    }
}
