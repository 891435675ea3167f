package se.partnersec.gallra.books;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.Bookkeeping;
import se.partnersec.gallra.policy.FiscalYear;

/** How many vouchers the books have of each fiscal year, and until when the Bookkeeping Act keeps a year (BFL 7 kap. 2 §). */
public final class VoucherYears {
    private final JdbcTemplate jdbc;

    public VoucherYears(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param ore sum of their debits, in whole öre */
    public record Sum(long vouchers, long ore) {}

    /** By the first day of the fiscal year; nothing of a year of which no books came in. */
    public Map<LocalDate, Sum> sums() {
        Map<LocalDate, Sum> sums = new TreeMap<>();
        jdbc.query(
                "SELECT year_start, COUNT(*), SUM(debit_ore) FROM voucher GROUP BY year_start ORDER BY year_start",
                row -> {
                    sums.put(row.getObject(1, LocalDate.class), new Sum(row.getLong(2), row.getLong(3)));
                });
        return sums;
    }

    /** Last day on which the Act keeps what was booked in the year. */
    public static LocalDate lastDay(FiscalYear year) {
        LocalDate last = new Bookkeeping(Bookkeeping.Extent.FULL, List.of(year.end()), List.of(), List.of()).lastDay();
        if (last == null) {
            throw new IllegalStateException("a year always has a last day. Indicates a bug");
        }
        return last;
    }
}
