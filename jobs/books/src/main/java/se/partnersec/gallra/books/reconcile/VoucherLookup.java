package se.partnersec.gallra.books.reconcile;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.voucher.Voucher;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.policy.fact.FiscalYear;

/** Finds one voucher: in the imported books, and what billing has under it. */
public final class VoucherLookup {
    private static final int MOST = 20;

    private final JdbcTemplate jdbc;
    private final BooksMapping billing;

    /** @param jdbc of an account that may read the books and the vouchers of billing */
    public VoucherLookup(JdbcTemplate jdbc, BooksMapping billing) {
        this.jdbc = jdbc;
        this.billing = billing;
    }

    /**
     * @param name series and number
     * @param bookedOn as the books have it; null if they do not have the voucher
     * @param debitOre sum of its debit rows in whole öre; null if the books do not have it
     * @param invoices keys of what billing has under it, at most 20
     */
    public record Found(
            String name,
            FiscalYear year,
            @Nullable LocalDate bookedOn,
            @Nullable Long debitOre,
            List<String> invoices) {

        public boolean known() {
            return bookedOn != null || !invoices.isEmpty();
        }
    }

    public Found find(FiscalYear year, String series, long number) {
        record Booked(LocalDate day, long ore) {}
        Booked booked = jdbc
                .query(
                        "SELECT booked_on, debit_ore FROM voucher_in_force WHERE year_start = ? AND series = ? AND number = ?",
                        (row, i) -> new Booked(row.getObject(1, LocalDate.class), row.getLong(2)),
                        year.start(),
                        series,
                        number)
                .stream()
                .findFirst()
                .orElse(null);
        List<String> invoices = jdbc.query(
                "SELECT `" + billing.table().key() + "` FROM " + billing.table().quoted() + " WHERE "
                        + billing.column("series") + " = ? AND " + billing.column("number") + " = ? AND "
                        + billing.column("booked_on") + " BETWEEN ? AND ? ORDER BY `"
                        + billing.table().key() + "` LIMIT " + MOST,
                (row, i) -> row.getString(1),
                series,
                Long.toString(number),
                year.start(),
                year.end());
        return new Found(
                Voucher.name(series, number),
                year,
                booked == null ? null : booked.day(),
                booked == null ? null : booked.ore(),
                invoices);
    }
}
