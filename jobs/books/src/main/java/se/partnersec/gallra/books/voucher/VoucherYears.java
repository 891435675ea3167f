package se.partnersec.gallra.books.voucher;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** How many vouchers the books have of each fiscal year. */
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
                "SELECT year_start, COUNT(*), SUM(debit_ore) FROM voucher_in_force GROUP BY year_start ORDER BY year_start",
                row -> {
                    sums.put(row.getObject(1, LocalDate.class), new Sum(row.getLong(2), row.getLong(3)));
                });
        return sums;
    }
}
