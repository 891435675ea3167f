package se.partnersec.gallra.books.voucher;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.fact.FiscalYear;

/** Vouchers of the imported books counted for each fiscal year by their booking days. */
public final class VoucherYears {
    private final JdbcTemplate jdbc;

    public VoucherYears(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param ore sum of their debits, in whole öre */
    public record Sum(long vouchers, long ore) {
        public static final Sum NONE = new Sum(0, 0);

        private Sum plus(Sum other) {
            return new Sum(vouchers + other.vouchers, ore + other.ore);
        }
    }

    /**
     * Of the fiscal years on record.
     *
     * @param years those with vouchers
     * @param outside vouchers whose day is in no year of their legal entity: they stay until it is entered
     */
    public record Found(Map<FiscalYear, Sum> years, Sum outside) {
        public Sum of(FiscalYear year) {
            return years.getOrDefault(year, Sum.NONE);
        }
    }

    /** @param years all on record */
    public Found sums(List<FiscalYear> years) {
        Map<FiscalYear, Sum> sums = new HashMap<>();
        Sum[] outside = {Sum.NONE};
        jdbc.query(
                "SELECT entity, booked_on, COUNT(*), SUM(debit_ore) FROM voucher_in_force GROUP BY entity, booked_on",
                row -> {
                    FiscalYear year = FiscalYear.counting(row.getObject(2, LocalDate.class), row.getString(1), years);
                    Sum sum = new Sum(row.getLong(3), row.getLong(4));
                    if (year == null) {
                        outside[0] = outside[0].plus(sum);
                    } else {
                        sums.merge(year, sum, Sum::plus);
                    }
                });
        return new Found(Map.copyOf(sums), outside[0]);
    }
}
