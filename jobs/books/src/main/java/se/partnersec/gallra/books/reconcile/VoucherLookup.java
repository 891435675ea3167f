package se.partnersec.gallra.books.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.voucher.Voucher;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
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
     * @param under first day of the fiscal year under which the books have it; of the one that was meant if they do not
     * @param bookedOn as the books have it; null if they do not have the voucher
     * @param counts the fiscal year in which it was booked as years are now: another one where years were changed since; null where
     *     none on record has the day
     * @param debitOre sum of its debit rows in whole öre; null if the books do not have it
     * @param invoices keys of what billing has under it, at most 20
     */
    public record Found(
            String name,
            LocalDate under,
            @Nullable FiscalYear counts,
            @Nullable LocalDate bookedOn,
            @Nullable Long debitOre,
            List<String> invoices) {

        public boolean known() {
            return bookedOn != null || !invoices.isEmpty();
        }
    }

    /** @param years all on record */
    public Found find(FiscalYear year, List<FiscalYear> years, String series, long number) {
        record Booked(LocalDate under, LocalDate day, long ore) {}
        // Under the year that was meant; or with a day of it, where its own year was changed since.
        Booked booked = jdbc
                .query(
                        "SELECT year_start, booked_on, debit_ore FROM voucher_in_force WHERE entity = ? AND series = ?"
                                + " AND number = ? AND (year_start = ? OR booked_on BETWEEN ? AND ?)"
                                + " ORDER BY year_start = ? DESC, year_start DESC LIMIT 1",
                        (row, i) -> new Booked(
                                row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class), row.getLong(3)),
                        year.entity(),
                        series,
                        number,
                        year.start(),
                        year.start(),
                        year.end(),
                        year.start())
                .stream()
                .findFirst()
                .orElse(null);
        LocalDate day = booked == null ? null : booked.day();
        return new Found(
                Voucher.name(series, number),
                booked == null ? year.start() : booked.under(),
                day == null ? year : FiscalYear.counting(day, year.entity(), years),
                day,
                booked == null ? null : booked.ore(),
                invoices(year, day, series, number));
    }

    private List<String> invoices(FiscalYear year, @Nullable LocalDate day, String series, long number) {
        // Where billing says in whose books a record is; otherwise there is one legal entity.
        ColumnMapping entity = billing.table().column(LegalEntities.ROLE);
        List<String> words = entity == null ? List.of() : entity.words(year.entity());
        LocalDate from = day == null || day.isAfter(year.start()) ? year.start() : day;
        LocalDate to = day == null || day.isBefore(year.end()) ? year.end() : day;
        List<Object> args = new ArrayList<>(List.of(series, Long.toString(number), from, to));
        args.addAll(words);
        String among = words.isEmpty() ? "NULL" : String.join(", ", Collections.nCopies(words.size(), "?"));
        return jdbc.query(
                "SELECT `" + billing.table().key() + "` FROM " + billing.table().quoted() + " WHERE "
                        + billing.column("series") + " = ? AND " + billing.column("number") + " = ? AND "
                        + billing.column("booked_on") + " BETWEEN ? AND ?"
                        + (entity == null ? "" : " AND " + billing.column(LegalEntities.ROLE) + " IN (" + among + ")")
                        + " ORDER BY `" + billing.table().key() + "` LIMIT " + MOST,
                (row, i) -> row.getString(1),
                args.toArray());
    }
}
