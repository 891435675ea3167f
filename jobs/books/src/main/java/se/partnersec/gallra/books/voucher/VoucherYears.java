package se.partnersec.gallra.books.voucher;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.fact.FiscalYear;

/** How many vouchers the books have of each fiscal year. */
public final class VoucherYears {
    private final JdbcTemplate jdbc;

    public VoucherYears(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param ore sum of their debits, in whole öre */
    public record Sum(long vouchers, long ore) {}

    /** Nothing of a year of which no books came in. */
    public Map<FiscalYear, Sum> sums(List<FiscalYear> years) {
        Map<FiscalYear, Sum> sums = new HashMap<>();
        jdbc.query(
                "SELECT entity, year_start, COUNT(*), SUM(debit_ore) FROM voucher_in_force GROUP BY entity, year_start",
                row -> {
                    String entity = row.getString(1);
                    LocalDate start = row.getObject(2, LocalDate.class);
                    Sum sum = new Sum(row.getLong(3), row.getLong(4));
                    years.stream()
                            .filter(year ->
                                    year.entity().equals(entity) && year.start().equals(start))
                            .forEach(year -> sums.put(year, sum));
                });
        return sums;
    }
}
