package se.partnersec.gallra.books.importing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the newest imports of the books are fresh and whole enough to erase by. */
public final class BooksFreshness {
    private static final Sentences SENTENCES = Sentences.of("books");
    private final JdbcTemplate jdbc;
    private final BooksMapping rules;
    private final LegalEntities entities;

    /** @param entities whose books are expected */
    public BooksFreshness(JdbcTemplate jdbc, BooksMapping rules, LegalEntities entities) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.entities = entities;
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

    /**
     * Age of the newest import by the database's clock; of several legal entities the oldest of their ages. Null where nothing was
     * ever imported for one of them.
     */
    public @Nullable Duration age() {
        Map<String, BookImport> newest = new BookImportRepository(jdbc).newest();
        List<String> expected = expected();
        return newest.keySet().containsAll(expected)
                ? expected.stream()
                        .map(entity -> age(Objects.requireNonNull(newest.get(entity))))
                        .max(Duration::compareTo)
                        .orElse(null)
                : null;
    }

    private List<String> expected() {
        return entities.several()
                ? entities.all().stream().map(LegalEntities.Entity::code).toList()
                : List.of(FiscalYear.MAIN);
    }

    private Duration age(BookImport newest) {
        return Duration.between(asOf(newest), new DatabaseClock(jdbc).now());
    }

    private void old(int hours, List<String> doubts) {
        Map<String, BookImport> newest = new BookImportRepository(jdbc).newest();
        for (String entity : expected()) {
            BookImport last = newest.get(entity);
            Duration age = last == null ? null : age(last);
            if (age == null) {
                doubts.add(of(entity, SENTENCES.say("importing.books-were-never-imported-max-age", hours)));
            } else if (age.compareTo(Duration.ofHours(hours)) > 0) {
                doubts.add(of(entity, SENTENCES.say("importing.newest-import-books-h-old-max", age.toHours(), hours)));
            }
        }
    }

    /** Says of which legal entity, where there are several. */
    private String of(String entity, String doubt) {
        return entities.several() ? entity + ": " + doubt : doubt;
    }

    /** An old file is not made new by importing it late. */
    private static Instant asOf(BookImport newest) {
        LocalDate day = newest.generatedOn();
        Instant made = day == null ? newest.importedAt() : SwedishCalendar.startOfDay(day.plusDays(1));
        return made.isBefore(newest.importedAt()) ? made : newest.importedAt();
    }

    private record Year(String entity, LocalDate start, LocalDate end, long vouchers, long known) {
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
        List<String> expected = expected();
        jdbc.query(
                        new MaskedTables(jdbc).apply("""
                        SELECT newest.entity, y.start_on, y.end_on, y.vouchers, y.known FROM book_import_year y
                          JOIN (SELECT b.entity, n.start_on, MAX(n.import_id) AS id FROM book_import_year n
                            JOIN book_import b ON b.id = n.import_id GROUP BY b.entity, n.start_on) newest
                          ON y.import_id = newest.id AND y.start_on = newest.start_on ORDER BY y.start_on, newest.entity"""),
                        (row, i) -> new Year(
                                row.getString(1),
                                row.getObject(2, LocalDate.class),
                                row.getObject(3, LocalDate.class),
                                row.getLong(4),
                                row.getLong(5)))
                .forEach(year -> {
                    String doubt = year.doubt(percent);
                    if (doubt != null && expected.contains(year.entity())) {
                        doubts.add(of(year.entity(), doubt));
                    }
                });
    }
}
