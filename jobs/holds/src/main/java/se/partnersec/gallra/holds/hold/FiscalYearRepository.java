package se.partnersec.gallra.holds.hold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The fiscal years that count; the last day a bookkeeping hold keeps is derived from them each time, never stored. A year is
 * entered as a version and never changed: which version counts, the view {@code valid_fiscal_year} says.
 */
public final class FiscalYearRepository {
    private static final Sentences SENTENCES = Sentences.of("holds");
    private final JdbcTemplate jdbc;

    public FiscalYearRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public List<FiscalYear> all() {
        return jdbc.query(
                "SELECT entity, start_on, end_on FROM valid_fiscal_year ORDER BY start_on, entity",
                (row, i) -> new FiscalYear(
                        row.getString(1), row.getObject(2, LocalDate.class), row.getObject(3, LocalDate.class)));
    }

    /** Of each year that counts, the other ends that were entered and count or counted, newest first. */
    public Map<FiscalYear, List<LocalDate>> earlierEnds() {
        Map<FiscalYear, List<LocalDate>> earlier = new LinkedHashMap<>();
        for (FiscalYear year : all()) {
            List<LocalDate> ends = jdbc.query(
                    "SELECT end_on FROM standing_year_version WHERE entity = ? AND start_on = ? AND end_on <> ? AND NOT removed"
                            + " GROUP BY end_on ORDER BY MAX(epoch) DESC",
                    (row, i) -> row.getObject(1, LocalDate.class),
                    year.entity(),
                    year.start(),
                    year.end());
            earlier.put(year, ends);
        }
        return earlier;
    }

    /**
     * Enters a version; for use within a gate transaction.
     *
     * @param removed whether the year is to count no more
     * @param request that asks for it; null where one person does it
     */
    public void enter(FiscalYear year, boolean removed, @Nullable Long request) {
        jdbc.update(
                "INSERT INTO fiscal_year_version (entity, start_on, end_on, removed, request_id) VALUES (?, ?, ?, ?, ?)",
                year.entity(),
                year.start(),
                year.end(),
                removed,
                request);
    }

    /** Whether a request has its version, so that it can be approved. */
    public boolean asked(FiscalYear year, boolean removed, long request) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM fiscal_year_version WHERE request_id = ? AND entity = ? AND start_on = ? AND end_on = ?"
                                + " AND removed = ?",
                        Integer.class,
                        request,
                        year.entity(),
                        year.start(),
                        year.end(),
                        removed)
                .isEmpty();
    }

    /** True if an approved version of the year, or its approved removal, was entered after the version of the request. */
    public boolean agreedLater(FiscalYear year, long request) {
        return !jdbc.queryForList(
                        "SELECT 1 FROM standing_year_version WHERE entity = ? AND start_on = ? AND agreed IS NOT NULL"
                                + " AND epoch > (SELECT epoch FROM fiscal_year_version WHERE request_id = ?)",
                        Integer.class,
                        year.entity(),
                        year.start(),
                        request)
                .isEmpty();
    }

    /**
     * Whether these years fit those on record of the same legal entities. They are looked at together: where one gives days up to
     * another, one by one would not do in either order.
     *
     * @throws RefusedException naming all that would overlap
     */
    public void check(List<FiscalYear> years) {
        Map<String, FiscalYear> together = new TreeMap<>();
        all().forEach(year -> together.put(year.start() + year.entity(), year));
        years.forEach(year -> together.put(year.start() + year.entity(), year));
        List<String> problems = new ArrayList<>();
        for (FiscalYear year : years) {
            for (FiscalYear other : together.values()) {
                boolean apart = !other.entity().equals(year.entity())
                        || other.start().isAfter(year.end())
                        || other.end().isBefore(year.start());
                if (!other.equals(year) && !apart) {
                    problems.add(SENTENCES.say("hold.fiscal-year-overlaps", year.text(), other.text()));
                }
            }
        }
        RefusedException.usageIfAny(problems);
    }

    /**
     * Why a year needs two people to count: records might go earlier by it. Null where it does not.
     *
     * @param known the years that count
     */
    public static @Nullable String takesTwo(FiscalYear year, List<FiscalYear> known, LocalDate today) {
        for (FiscalYear old : known) {
            if (old.startsAs(year) && old.end().isAfter(year.end())) {
                return lastDay(old).equals(lastDay(year))
                        ? SENTENCES.say(
                                "hold.days-in-no-year",
                                old.text(),
                                year.text(),
                                lastDay(year),
                                year.end().plusDays(1),
                                old.end())
                        : SENTENCES.say(
                                "hold.what-booked-fiscal-year-would-kept",
                                old.text(),
                                year.text(),
                                lastDay(year),
                                lastDay(old));
            }
        }
        // A day early, so that the clocks of two zones cannot differ about it on New Year's Eve.
        LocalDate tomorrow = today.plusDays(1);
        return known.contains(year) || year.end().getYear() >= tomorrow.getYear() - 1
                ? null
                : SENTENCES.say(
                        "hold.fiscal-year-ended-before-last-year",
                        year.text(),
                        lastDay(year),
                        (lastDay(year).isBefore(tomorrow) ? SENTENCES.say("hold.which-passed") : ""));
    }

    /** Last day on which the Act keeps what was booked in the year. */
    public static LocalDate lastDay(FiscalYear year) {
        return Objects.requireNonNull(
                new Bookkeeping(Bookkeeping.Extent.FULL, List.of(year.end()), List.of(), List.of()).lastDay());
    }

    /**
     * A year as somebody entered it.
     *
     * @throws IllegalArgumentException in words for them, if it ends before it starts or is longer than 18 months
     */
    public static FiscalYear entered(LocalDate start, LocalDate end) {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException(SENTENCES.say("hold.year-ends-first", start, end));
        }
        try {
            return new FiscalYear(start, end);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SENTENCES.say("hold.year-too-long", start, end), e);
        }
    }
}
