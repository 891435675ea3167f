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
     * @param year under which the books have it
     * @param bookedOn as the books have it; null if they do not have the voucher
     * @param counts the fiscal year in which it was booked as years are now: another one where years were changed since; null where
     *     none on record has the day
     * @param debitOre sum of its debit rows in whole öre; null if the books do not have it
     * @param invoices keys of what billing has under it, at most 20
     */
    public record Found(
            String name,
            FiscalYear year,
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
        record Booked(LocalDate day, long ore) {}
        Booked booked = jdbc
                .query(
                        "SELECT booked_on, debit_ore FROM voucher_in_force WHERE entity = ? AND year_start = ? AND series = ? AND number = ?",
                        (row, i) -> new Booked(row.getObject(1, LocalDate.class), row.getLong(2)),
                        year.entity(),
                        year.start(),
                        series,
                        number)
                .stream()
                .findFirst()
                .orElse(null);
        // Where billing says in whose books a record is; otherwise there is one legal entity.
        ColumnMapping entity = billing.table().column(LegalEntities.ROLE);
        List<String> words = entity == null ? List.of() : entity.words(year.entity());
        List<Object> args = new ArrayList<>(List.of(series, Long.toString(number), year.start(), year.end()));
        args.addAll(words);
        List<String> invoices = jdbc.query(
                "SELECT `" + billing.table().key() + "` FROM " + billing.table().quoted() + " WHERE "
                        + billing.column("series") + " = ? AND " + billing.column("number") + " = ? AND "
                        + billing.column("booked_on") + " BETWEEN ? AND ?"
                        + (entity == null
                                ? ""
                                : " AND " + billing.column(LegalEntities.ROLE) + " IN ("
                                        + String.join(
                                                ", ",
                                                words.isEmpty()
                                                        ? List.of("NULL")
                                                        : Collections.nCopies(words.size(), "?"))
                                        + ")")
                        + " ORDER BY `"
                        + billing.table().key() + "` LIMIT " + MOST,
                (row, i) -> row.getString(1),
                args.toArray());
        return new Found(
                Voucher.name(series, number),
                year,
                booked == null || year.contains(booked.day())
                        ? year
                        : years.stream()
                                .filter(each -> each.entity().equals(year.entity()) && each.contains(booked.day()))
                                .findFirst()
                                .orElse(null),
                booked == null ? null : booked.day(),
                booked == null ? null : booked.ore(),
                invoices);
    }
}
