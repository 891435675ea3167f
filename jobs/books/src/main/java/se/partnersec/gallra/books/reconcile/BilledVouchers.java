package se.partnersec.gallra.books.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.sie.SieValues;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.policy.fact.FiscalYear;

/** Reads billing a page at a time, in the order of its keys. */
final class BilledVouchers {
    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;
    private final String select;
    private final String key;
    private final @Nullable ColumnMapping entity;
    private final LegalEntities entities;

    BilledVouchers(JdbcTemplate jdbc, BooksMapping billing, LegalEntities entities, SettlementDays further) {
        this.entities = entities;
        this.entity = billing.table().column(LegalEntities.ROLE);
        this.jdbc = jdbc;
        this.key = "`" + billing.table().key() + "`";
        this.select = "SELECT " + key + ", " + billing.column("series") + ", " + billing.column("number") + ", "
                + billing.column("booked_on") + ", " + billing.column("amount") + ", " + billing.column("invoice_no")
                + ", " + (billing.saysWhatItConcerns() ? billing.column("concerns_on") : "NULL")
                + ", " + further.settled() + ", " + further.paid()
                + ", " + (entity == null ? "NULL" : billing.column(LegalEntities.ROLE))
                + " FROM " + billing.table().quoted() + " AS " + SettlementDays.BILLED;
    }

    void each(Consumer<List<BilledVoucher>> page) {
        String order = " ORDER BY " + key + " LIMIT " + PAGE;
        List<BilledVoucher> found = jdbc.query(select + order, this::read);
        while (!found.isEmpty()) {
            page.accept(found);
            Object last = found.get(found.size() - 1).key();
            found = found.size() < PAGE
                    ? List.of()
                    : jdbc.query(select + " WHERE " + key + " > ?" + order, this::read, last);
        }
    }

    private BilledVoucher read(ResultSet row, int i) throws SQLException {
        String series = row.getString(2);
        String number = row.getString(3);
        long ore = row.getLong(5);
        Long amount = row.wasNull() ? null : ore;
        return new BilledVoucher(
                row.getObject(1),
                entity(row),
                series == null ? null : series.strip(),
                whole(number),
                row.getObject(4, LocalDate.class),
                amount,
                row.getString(6),
                row.getObject(7, LocalDate.class),
                row.getObject(8, LocalDate.class),
                row.getObject(9, LocalDate.class));
    }

    private @Nullable String entity(ResultSet row) throws SQLException {
        String code = entity == null ? FiscalYear.MAIN : entity.text(row, 10);
        return entity == null || entities.knows(code) ? code : null;
    }

    private static @Nullable Long whole(@Nullable String number) {
        return number == null ? null : SieValues.whole(number.strip());
    }
}
