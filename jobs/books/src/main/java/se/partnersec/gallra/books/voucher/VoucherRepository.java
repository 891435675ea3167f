package se.partnersec.gallra.books.voucher;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The vouchers on record, and what a staged file would change of them. Nothing is ever changed or taken away: of a voucher
 * that differs there is another row, and the newest import that is in force says which one counts.
 */
public final class VoucherRepository {
    private static final int NAMED = 20;
    private static final String SAME =
            "v.entity = ? AND v.year_start = s.year_start AND v.series = s.series AND v.number = s.number";
    /** An invoice named once stays named: its number may be gone from billing by now. */
    private static final String DIFFERS = "(v.booked_on <> s.booked_on OR v.debit_ore <> s.debit_ore"
            + " OR v.row_count <> s.row_count OR (s.invoice_no IS NOT NULL AND NOT v.invoice_no <=> s.invoice_no))";

    private static final String STAGED_AND_KNOWN =
            " FROM voucher_staging s JOIN voucher_in_force v ON " + SAME + " WHERE s.stage = ? AND " + DIFFERS;
    /** Vouchers of the file that are not on record under their fiscal year. */
    private static final String FRESH = " FROM voucher_staging s LEFT JOIN voucher_in_force v ON " + SAME
            + " WHERE s.stage = ? AND v.number IS NULL";
    /** Vouchers of the file that are on record with the same number and booking day under another fiscal year. */
    private static final String MOVED = " AND EXISTS (SELECT 1 FROM voucher_in_force o WHERE o.entity = ?"
            + " AND o.series = s.series AND o.number = s.number AND o.booked_on = s.booked_on)";

    /** Vouchers on record that the file lists with the same number and booking day under another fiscal year. */
    private static final String LEAVING = " AND EXISTS (SELECT 1 FROM voucher_staging o WHERE o.stage = ?"
            + " AND o.series = v.series AND o.number = v.number AND o.booked_on = v.booked_on"
            + " AND o.year_start <> v.year_start)";

    private static final String MISSING = " FROM voucher_in_force v LEFT JOIN voucher_staging s ON " + SAME
            + " AND s.stage = ? WHERE v.entity = ? AND v.year_start = ? AND s.number IS NULL"
            + LEAVING.replace("EXISTS", "NOT EXISTS");
    private static final String WRITE =
            "INSERT INTO voucher (stage, entity, year_start, series, number, booked_on, debit_ore, row_count, invoice_no)"
                    + " SELECT ?, ?, s.year_start, s.series, s.number, s.booked_on, s.debit_ore, s.row_count, ";

    private final JdbcTemplate jdbc;
    private final String entity;

    /** @param entity the legal entity whose books they are */
    public VoucherRepository(JdbcTemplate jdbc, String entity) {
        this.jdbc = jdbc;
        this.entity = entity;
    }

    /** What the file would do, or does, if nobody else imports meanwhile. */
    public VoucherCounts compare(String stage, long staged, Collection<LocalDate> covered) {
        long moved = count("SELECT COUNT(*)" + FRESH + MOVED, entity, stage, entity);
        long fresh = count("SELECT COUNT(*)" + FRESH, entity, stage) - moved;
        long changed = count("SELECT COUNT(*)" + STAGED_AND_KNOWN, entity, stage) + moved;
        long missing = covered.stream()
                .mapToLong(start -> count("SELECT COUNT(*)" + MISSING, entity, stage, entity, start, stage))
                .sum();
        return new VoucherCounts(fresh, changed, staged - fresh - changed, missing);
    }

    /**
     * Writes what is new or differs under a name, outside the gate; it counts for nothing before an import of that name is in
     * force.
     */
    public void write(String stage, String version) {
        jdbc.update(WRITE + "COALESCE(s.invoice_no, v.invoice_no)" + STAGED_AND_KNOWN, version, entity, entity, stage);
        // An invoice named once stays named, also where the voucher was under another fiscal year.
        jdbc.update(
                WRITE + "COALESCE(s.invoice_no, (SELECT MAX(o.invoice_no) FROM voucher_in_force o WHERE o.entity = ?"
                        + " AND o.series = s.series AND o.number = s.number AND o.booked_on = s.booked_on))" + FRESH,
                version,
                entity,
                entity,
                entity,
                stage);
    }

    /** How many of a year there are once the file is in force. */
    public long after(String stage, LocalDate yearStart) {
        String known = "SELECT COUNT(*) FROM voucher_in_force v WHERE v.entity = ? AND v.year_start = ?";
        return count(known, entity, yearStart)
                - count(known + LEAVING, entity, yearStart, stage)
                + count("SELECT COUNT(*)" + FRESH + " AND s.year_start = ?", entity, stage, yearStart);
    }

    public List<String> changed(String stage) {
        List<String> changed = new ArrayList<>(names("s", STAGED_AND_KNOWN, entity, stage));
        changed.addAll(names("s", FRESH + MOVED, entity, stage, entity));
        return changed.subList(0, Math.min(NAMED, changed.size()));
    }

    public List<String> missing(String stage, LocalDate yearStart) {
        return names("v", MISSING, entity, stage, entity, yearStart, stage);
    }

    private List<String> names(String of, String from, Object... args) {
        return jdbc.query(
                "SELECT %1$s.series, %1$s.number, %1$s.booked_on%2$s ORDER BY %1$s.year_start, %1$s.series, %1$s.number LIMIT %3$d"
                        .formatted(of, from, NAMED),
                (row, i) -> Voucher.name(row.getString(1), row.getLong(2)) + " " + row.getObject(3, LocalDate.class),
                args);
    }

    private long count(String sql, Object... args) {
        Long n = jdbc.queryForObject(sql, Long.class, args);
        return n == null ? 0 : n;
    }
}
