package se.partnersec.gallra.books.importing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the newest imports of the books are fresh and whole enough to erase by. */
public final class BooksFreshness {
    private static final Sentences SENTENCES = Sentences.of("books");
    private final JdbcTemplate jdbc;
    private final BooksMapping rules;

    public BooksFreshness(JdbcTemplate jdbc, BooksMapping rules) {
        this.jdbc = jdbc;
        this.rules = rules;
    }

    /** What speaks against it; empty where nothing does, or nobody set a limit. */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        Integer hours = rules.maxAgeHours();
        if (hours != null) {
            old(hours, doubts);
        }
        Integer percent = rules.maxDropPercent();
        if (percent != null) {
            dropped(percent, doubts);
        }
        return doubts;
    }

    /** How old what was last imported is, by the database's clock; null if nothing ever was. */
    public @Nullable Duration age() {
        BookImport newest = new BookImportRepository(jdbc).newest();
        return newest == null ? null : Duration.between(asOf(newest), new DatabaseClock(jdbc).now());
    }

    private void old(int hours, List<String> doubts) {
        Duration age = age();
        if (age == null) {
            doubts.add(SENTENCES.say("importing.books-were-never-imported-max-age", hours));
            return;
        }
        if (age.compareTo(Duration.ofHours(hours)) > 0) {
            doubts.add(SENTENCES.say("importing.newest-import-books-h-old-max", age.toHours(), hours));
        }
    }

    /** An old file is not made new by importing it late. */
    private static Instant asOf(BookImport newest) {
        LocalDate day = newest.generatedOn();
        Instant made = day == null ? newest.importedAt() : SwedishCalendar.startOfDay(day.plusDays(1));
        return made.isBefore(newest.importedAt()) ? made : newest.importedAt();
    }

    private record Year(LocalDate start, LocalDate end, long vouchers, long known) {
        @Nullable
        String doubt(int percent) {
            return (known - vouchers) * 100 <= known * percent
                    ? null
                    : SENTENCES.say(
                            "importing.newest-import-fiscal-year-vouchers-known", start, end, vouchers, known, percent);
        }
    }

    /** Compared with all that are known of a year, not with the import before: a second short file heals nothing. */
    private void dropped(int percent, List<String> doubts) {
        jdbc.query(
                        """
                        SELECT y.start_on, y.end_on, y.vouchers, y.known FROM book_import_year y
                          JOIN (SELECT start_on, MAX(import_id) AS id FROM book_import_year GROUP BY start_on) newest
                          ON y.import_id = newest.id AND y.start_on = newest.start_on ORDER BY y.start_on""",
                        (row, i) -> new Year(
                                row.getObject(1, LocalDate.class),
                                row.getObject(2, LocalDate.class),
                                row.getLong(3),
                                row.getLong(4)))
                .forEach(year -> {
                    String doubt = year.doubt(percent);
                    if (doubt != null) {
                        doubts.add(doubt);
                    }
                });
    }
}
