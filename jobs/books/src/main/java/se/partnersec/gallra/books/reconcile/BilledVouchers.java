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

/** Reads billing a page at a time, in the order of its keys. */
final class BilledVouchers {
    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;
    private final String select;
    private final String key;

    BilledVouchers(JdbcTemplate jdbc, BooksMapping billing, SettlementDays further) {
        this.jdbc = jdbc;
        this.key = "`" + billing.table().key() + "`";
        this.select = "SELECT " + key + ", " + billing.column("series") + ", " + billing.column("number") + ", "
                + billing.column("booked_on") + ", " + billing.column("amount") + ", " + billing.column("invoice_no")
                + ", " + (billing.saysWhatItConcerns() ? billing.column("concerns_on") : "NULL")
                + ", " + further.settled() + ", " + further.paid()
                + " FROM " + billing.table().quoted() + " AS " + SettlementDays.BILLED;
    }

    void each(Consumer<List<BilledVoucher>> page) {
        String order = " ORDER BY " + key + " LIMIT " + PAGE;
        List<BilledVoucher> found = jdbc.query(select + order, BilledVouchers::read);
        while (!found.isEmpty()) {
            page.accept(found);
            Object last = found.get(found.size() - 1).key();
            found = found.size() < PAGE
                    ? List.of()
                    : jdbc.query(select + " WHERE " + key + " > ?" + order, BilledVouchers::read, last);
        }
    }

    private static BilledVoucher read(ResultSet row, int i) throws SQLException {
        String series = row.getString(2);
        String number = row.getString(3);
        long ore = row.getLong(5);
        Long amount = row.wasNull() ? null : ore;
        return new BilledVoucher(
                row.getObject(1),
                series == null ? null : series.strip(),
                whole(number),
                row.getObject(4, LocalDate.class),
                amount,
                row.getString(6),
                row.getObject(7, LocalDate.class),
                row.getObject(8, LocalDate.class),
                row.getObject(9, LocalDate.class));
    }

    private static @Nullable Long whole(@Nullable String number) {
        return number == null ? null : SieValues.whole(number.strip());
    }
}
