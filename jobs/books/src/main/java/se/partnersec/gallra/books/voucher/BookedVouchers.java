package se.partnersec.gallra.books.voucher;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the vouchers on record, by their numbers or a series at a time. */
public final class BookedVouchers {
    private static final int PAGE = 1000;
    private static final String SELECT =
            "SELECT entity, year_start, series, number, booked_on, debit_ore, invoice_no FROM voucher_in_force WHERE series = ?";

    private final JdbcTemplate jdbc;

    public BookedVouchers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public record Booked(
            String entity,
            LocalDate yearStart,
            String series,
            long number,
            LocalDate bookedOn,
            long ore,
            @Nullable String invoice) {}

    /** A series of a fiscal year, as the books have it. */
    public record Series(String entity, LocalDate yearStart, String series) {}

    /** Vouchers of a series booked on one day, with what they add up to. */
    public record Sum(Series series, LocalDate bookedOn, long count, long ore) {}

    /** Those of any fiscal year of any legal entity. */
    public List<Booked> of(String series, Collection<Long> numbers) {
        List<Object> args = new ArrayList<>(List.of(series));
        args.addAll(numbers);
        return jdbc.query(
                SELECT + " AND number IN (" + String.join(", ", Collections.nCopies(numbers.size(), "?")) + ")",
                BookedVouchers::read,
                args.toArray());
    }

    /** Those of one series of one year. */
    public void each(Series of, Consumer<Booked> voucher) {
        long after = -1;
        for (List<Booked> page = page(of, after); !page.isEmpty(); ) {
            page.forEach(voucher);
            after = page.get(page.size() - 1).number();
            page = page.size() < PAGE ? List.of() : page(of, after);
        }
    }

    private List<Booked> page(Series of, long after) {
        return jdbc.query(
                SELECT + " AND entity = ? AND year_start = ? AND number > ? ORDER BY number LIMIT " + PAGE,
                BookedVouchers::read,
                of.series(),
                of.entity(),
                of.yearStart(),
                after);
    }

    public List<Sum> sums() {
        return jdbc.query(
                "SELECT entity, year_start, series, booked_on, COUNT(*), SUM(debit_ore) FROM voucher_in_force"
                        + " GROUP BY entity, year_start, series, booked_on ORDER BY year_start, entity, series, booked_on",
                (row, i) -> new Sum(
                        new Series(row.getString(1), row.getObject(2, LocalDate.class), row.getString(3)),
                        row.getObject(4, LocalDate.class),
                        row.getLong(5),
                        row.getLong(6)));
    }

    private static Booked read(ResultSet row, int i) throws SQLException {
        return new Booked(
                row.getString(1),
                row.getObject(2, LocalDate.class),
                row.getString(3),
                row.getLong(4),
                row.getObject(5, LocalDate.class),
                row.getLong(6),
                row.getString(7));
    }
}
