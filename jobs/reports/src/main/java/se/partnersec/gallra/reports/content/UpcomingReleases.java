package se.partnersec.gallra.reports.content;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.voucher.VoucherYears;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** What stops keeping, and when: ends and reviews of holds, fiscal years the Bookkeeping Act lets go, days of permits. */
public final class UpcomingReleases {
    private static final String OPEN = " FROM hold h LEFT JOIN valid_release r ON r.hold_id = h.id"
            + " WHERE r.hold_id IS NULL AND (h.until_on IS NULL OR h.until_on >= ?)";
    private static final String PERMITS = "SELECT p.allowed_from, COUNT(*) FROM valid_permit p"
            + " WHERE p.withdrawn IS NULL AND p.allowed_from >= ? GROUP BY p.allowed_from";

    private final ReadOnlySnapshot database;

    /** @param reader of an account that may only read */
    public UpcomingReleases(DataSource reader) {
        this.database = new ReadOnlySnapshot(reader);
    }

    /** What ends are added up by. */
    public enum Per {
        MONTH,
        YEAR;

        String of(LocalDate day) {
            return this == MONTH ? YearMonth.from(day).toString() : Integer.toString(day.getYear());
        }
    }

    /**
     * One month or year; the days are last days kept, except where it says first.
     *
     * @param period {@code 2027-03} or {@code 2027}
     * @param ending placed holds whose last day it is
     * @param reviews holds that have to be looked at again by a day of it; those missed are in the past
     * @param years fiscal years whose seven calendar years end (BFL 7 kap. 2 §)
     * @param vouchers the books have of these years
     * @param permits whose first day it is (BFL 7 kap. 7 §)
     */
    public record Line(String period, long ending, long reviews, List<FiscalYear> years, long vouchers, long permits) {}

    /**
     * @param today by the database's clock, in Sweden
     * @param outside vouchers of the books in no fiscal year on record, kept without an end until it is entered
     */
    public record Found(LocalDate today, List<Line> lines, long outside) {}

    private static final class Sum {
        private long ending;
        private long reviews;
        private final List<FiscalYear> years = new ArrayList<>();
        private long vouchers;
        private long permits;
    }

    public Found look(Per per) {
        return database.look(() -> found(per));
    }

    private Found found(Per per) {
        JdbcTemplate jdbc = database.jdbc();
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        Map<String, Sum> sums = new TreeMap<>();
        days("SELECT h.until_on, COUNT(*)" + OPEN + " AND h.until_on IS NOT NULL GROUP BY h.until_on", today)
                .forEach((day, n) -> sum(sums, per, day).ending += n);
        days("SELECT h.review_by, COUNT(*)" + OPEN + " AND h.review_by IS NOT NULL GROUP BY h.review_by", today)
                .forEach((day, n) -> sum(sums, per, day).reviews += n);
        days(PERMITS, today).forEach((day, n) -> sum(sums, per, day).permits += n);
        List<FiscalYear> years = new FiscalYearRepository(jdbc).all();
        VoucherYears.Found vouchers = new VoucherYears(jdbc).sums(years);
        for (FiscalYear year : years) {
            LocalDate last = FiscalYearRepository.lastDay(year);
            if (!today.isAfter(last)) {
                Sum sum = sum(sums, per, last);
                sum.years.add(year);
                sum.vouchers += vouchers.of(year).vouchers();
            }
        }
        List<Line> lines = new ArrayList<>();
        sums.forEach((period, sum) -> lines.add(
                new Line(period, sum.ending, sum.reviews, List.copyOf(sum.years), sum.vouchers, sum.permits)));
        return new Found(today, lines, vouchers.outside().vouchers());
    }

    private static Sum sum(Map<String, Sum> sums, Per per, LocalDate day) {
        return sums.computeIfAbsent(per.of(day), period -> new Sum());
    }

    private Map<LocalDate, Long> days(String sql, LocalDate today) {
        Map<LocalDate, Long> days = new TreeMap<>();
        database.jdbc()
                .query(
                        sql,
                        row -> {
                            days.put(row.getObject(1, LocalDate.class), row.getLong(2));
                        },
                        today);
        return days;
    }
}
