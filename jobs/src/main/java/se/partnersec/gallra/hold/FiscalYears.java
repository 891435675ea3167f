package se.partnersec.gallra.hold;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.FiscalYear;

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
}
