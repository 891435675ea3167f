package se.partnersec.gallra.books.importing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.sie.SieFile;
import se.partnersec.gallra.books.voucher.VoucherCounts;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;

/** The register of imports. */
public final class BookImportRepository {
    private static final String COLUMNS =
            "SELECT id, entity, sha256, file_name, generated_on, imported_at, imported_by FROM book_import";

    private final JdbcTemplate jdbc;

    public BookImportRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The import that brought this very file. */
    @Nullable
    BookImport of(String sha256) {
        return jdbc.query(COLUMNS + " WHERE sha256 = ?", BookImportRepository::read, sha256).stream()
                .findFirst()
                .orElse(null);
    }

    /** The newest of each legal entity, by its code. */
    public Map<String, BookImport> newest() {
        Map<String, BookImport> newest = new TreeMap<>();
        jdbc.query(
                        new MaskedTables(jdbc)
                                .apply(COLUMNS + " WHERE id IN (SELECT MAX(id) FROM book_import GROUP BY entity)"),
                        BookImportRepository::read)
                .forEach(each -> newest.put(each.entity(), each));
        return newest;
    }

    /** Name of the newest file that came after an import and covers one of its fiscal years. */
    Optional<String> overtaking(BookImport earlier) {
        return jdbc
                .query(
                        "SELECT b.file_name FROM book_import b JOIN book_import_year y ON y.import_id = b.id"
                                + " JOIN book_import e ON e.entity = b.entity AND e.id < b.id"
                                + " JOIN book_import_year k ON k.import_id = e.id AND k.start_on = y.start_on"
                                + " WHERE e.sha256 = ? ORDER BY b.id DESC LIMIT 1",
                        (row, i) -> String.valueOf(row.getString(1)),
                        earlier.sha256())
                .stream()
                .findFirst();
    }

    /** Fiscal year of whose vouchers on record the newest file that covers it lacks some. @param vouchers how many */
    public record Missing(String entity, LocalDate start, LocalDate end, long vouchers) {}

    /** Years of which the newest file lacks vouchers, in the order of entities and years. */
    public List<Missing> missing() {
        return jdbc.query(
                "SELECT b.entity, y.start_on, y.end_on, y.known - y.vouchers FROM book_import_year y"
                        + " JOIN book_import b ON b.id = y.import_id"
                        + " JOIN (SELECT i.entity, n.start_on, MAX(n.import_id) AS id FROM book_import_year n"
                        + " JOIN book_import i ON i.id = n.import_id GROUP BY i.entity, n.start_on) newest"
                        + " ON newest.entity = b.entity AND newest.start_on = y.start_on AND newest.id = y.import_id"
                        + " WHERE y.known > y.vouchers ORDER BY b.entity, y.start_on",
                (row, i) -> new Missing(
                        row.getString(1),
                        row.getObject(2, LocalDate.class),
                        row.getObject(3, LocalDate.class),
                        row.getLong(4)));
    }

    /** Whose books those of a legal entity are so far. */
    @Nullable
    String orgNo(String entity) {
        return jdbc
                .queryForList(
                        "SELECT org_no FROM book_import WHERE entity = ? AND org_no IS NOT NULL ORDER BY id DESC LIMIT 1",
                        String.class,
                        entity)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static BookImport read(ResultSet row, int i) throws SQLException {
        return new BookImport(
                row.getLong("id"),
                row.getString("entity"),
                row.getString("sha256"),
                row.getString("file_name"),
                row.getObject("generated_on", LocalDate.class),
                DatabaseClock.instant(row.getObject("imported_at", LocalDateTime.class)),
                row.getString("imported_by"));
    }

    /** The number of the newest; 0 where there is none. */
    long last() {
        Long id = jdbc.queryForObject("SELECT COALESCE(MAX(id), 0) FROM book_import", Long.class);
        return id == null ? 0 : id;
    }

    /**
     * Puts the vouchers that were written under a name in force; within the gate transaction.
     *
     * @param entity whose books they are
     * @param known vouchers on record of each year the file covers
     */
    void add(SieFile file, String entity, String version, VoucherCounts counts, Map<LocalDate, Long> known) {
        jdbc.update(
                """
                INSERT INTO book_import (entity, sha256, file_name, company, org_no, generated_on, vouchers, fresh, changed,
                  missing, stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                entity,
                file.sha256(),
                file.name(),
                file.company(),
                file.orgNo(),
                file.generatedOn(),
                file.vouchers(),
                counts.fresh(),
                counts.changed(),
                counts.missing(),
                version);
        BookImport added = of(file.sha256());
        if (added == null) {
            throw new IllegalStateException("the import was written and is not there. Indicates a bug");
        }
        file.years().stream()
                .filter(year -> known.containsKey(year.start()))
                .forEach(year -> jdbc.update(
                        "INSERT INTO book_import_year (import_id, start_on, end_on, vouchers, known) VALUES (?, ?, ?, ?, ?)",
                        added.id(),
                        year.start(),
                        year.end(),
                        file.covered().get(year.start()),
                        known.get(year.start())));
    }
}
