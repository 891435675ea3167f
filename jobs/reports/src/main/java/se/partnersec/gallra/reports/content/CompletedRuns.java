package se.partnersec.gallra.reports.content;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Reads how many records the runs of each category erased or anonymised, by the closing rows of the ledger. */
final class CompletedRuns {
    private static final String RUNS =
            "SELECT s.category, s.ended_at, s.outcome, c.counts FROM run_scope s JOIN ledger_chunk c"
                    + " ON c.category = s.category AND c.part = 0 AND c.seq = s.closed_seq WHERE s.part = 0 AND s.ended_at >= ?";

    private final JdbcTemplate jdbc;

    CompletedRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Runs of one category.
     *
     * @param last local day on which the last run ended that came to its end; null if none did
     * @param erased records that all of them erased or anonymised, also those that were stopped or failed
     */
    record Summary(@Nullable LocalDate last, long erased) {}

    /** @return by category; a category without a run is missing */
    Map<String, Summary> since(LocalDate day) {
        Map<String, Long> erased = new TreeMap<>();
        Map<String, LocalDate> last = new TreeMap<>();
        jdbc.query(
                RUNS,
                row -> {
                    String category = row.getString(1);
                    Outcome.Counts counts = Outcome.Counts.parse(row.getString(4));
                    erased.merge(category, counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED), Long::sum);
                    String outcome = row.getString(3);
                    if ("DONE".equals(outcome) || "SKIPPED".equals(outcome)) {
                        LocalDate ended = SwedishCalendar.localDate(
                                row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC));
                        last.merge(category, ended, (one, other) -> one.isAfter(other) ? one : other);
                    }
                },
                SwedishCalendar.startOfDay(day).atOffset(ZoneOffset.UTC).toLocalDateTime());
        Map<String, Summary> summaries = new TreeMap<>();
        erased.forEach((category, records) -> summaries.put(category, new Summary(last.get(category), records)));
        return summaries;
    }
}
