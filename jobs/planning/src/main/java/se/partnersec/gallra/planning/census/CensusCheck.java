package se.partnersec.gallra.planning.census;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.record.SealedTable;
import se.partnersec.gallra.ledger.record.SealedTableReader;
import se.partnersec.gallra.ledger.seal.SealRepository;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Compares what is to be certified with the censuses of held records around it: one must have seen all of it, and none may miss a record.
 * A run that erases what is held and writes nothing of it, or something else, is found by that alone.
 */
public final class CensusCheck {
    private static final Sentences SENTENCES = Sentences.of("planning");
    private static final String FIRST =
            "SELECT MIN(census) FROM census_chain WHERE category = ? AND part = ? AND seq >= ?";
    private static final String FIRST_SINCE = "SELECT MIN(id) FROM hold_census WHERE taken_at >= ?";
    private static final String MISSING =
            "SELECT hold_id, place, census, missing FROM held_count WHERE census BETWEEN ? AND ?"
                    + " AND (missing IS NULL OR missing > 0) AND (? IS NULL OR place = ? OR place LIKE ?)"
                    + " ORDER BY census, hold_id, place";

    private final JdbcTemplate jdbc;
    private final TreeSet<Long> firsts = new TreeSet<>();
    private final TreeSet<Long> lasts = new TreeSet<>();
    private @Nullable String category;

    /** @param jdbc of whoever may read censuses */
    public CensusCheck(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The first census that saw all of it.
     *
     * @param before number of the last one that saw nothing of it; 0 where nothing was counted before it began
     * @param sealed whether a seal covers it
     */
    public record Taken(long number, Instant at, long before, boolean sealed) {
        /** An earlier census counted what was there before, and a seal covers this one. */
        public boolean complete() {
            return before > 0 && sealed;
        }
    }

    /** Rows of one chain of the ledger that are to be certified. */
    public record Rows(String category, int part, long from, long to) {}

    /**
     * Rows of one run, and whatever happened beside them in its category.
     *
     * @param opened UTC; asked where a run wrote no rows
     */
    public CensusCheck ofRun(String ofCategory, LocalDateTime opened, Collection<Rows> rows) {
        category = ofCategory;
        return rows.isEmpty() ? ofDays(opened, opened, rows) : rows(rows);
    }

    /**
     * Rows of the ledger, and whatever happened beside them.
     *
     * @param from UTC, included
     * @param before UTC, excluded
     */
    public CensusCheck ofDays(LocalDateTime from, LocalDateTime before, Collection<Rows> rows) {
        firsts.add(first(FIRST_SINCE, from));
        lasts.add(first(FIRST_SINCE, before));
        return rows(rows);
    }

    private CensusCheck rows(Collection<Rows> rows) {
        for (Rows each : rows) {
            firsts.add(first(FIRST, each.category(), each.part(), each.from()));
            lasts.add(first(FIRST, each.category(), each.part(), each.to()));
        }
        return this;
    }

    private long first(String sql, Object... args) {
        return Optional.ofNullable(jdbc.queryForObject(sql, Long.class, args))
                .orElseThrow(() -> new RefusedException(
                        ExitCode.NOT_EVALUATED, List.of(SENTENCES.say("census.no-certificate-records-hold-were-not"))));
    }

    /** @throws RefusedException 12 if no census saw all of it or one could not count, 10 if one that is about it misses a record */
    public Taken check() {
        long first = firsts.first();
        long last = lasts.last();
        long before = Objects.requireNonNull(
                jdbc.queryForObject("SELECT COALESCE(MAX(id), 0) FROM hold_census WHERE id < ?", Long.class, first));
        refuseMissing(before, last);
        return jdbc.query(
                        "SELECT id, taken_at FROM hold_census WHERE id = ?",
                        (row, i) -> new Taken(
                                row.getLong(1),
                                DatabaseClock.instant(row.getObject(2, LocalDateTime.class)),
                                before,
                                sealed(row.getString(1))),
                        last)
                .get(0);
    }

    private boolean sealed(String census) {
        return new SealedTableReader(jdbc, SealedTable.HOLD_CENSUS)
                .find(SealedTable.HOLD_CENSUS, census)
                .map(SealedTable.HOLD_CENSUS::record)
                .filter(new SealRepository(jdbc)::covers)
                .isPresent();
    }

    /** Missing records of all censuses from the one before the first on: that one may have counted after the run had begun to delete. */
    private void refuseMissing(long first, long last) {
        List<String> missing = new ArrayList<>();
        boolean[] gone = {false};
        jdbc.query(
                MISSING,
                row -> {
                    Long records = row.getObject(4, Long.class);
                    gone[0] |= records != null;
                    missing.add(SENTENCES.say(
                            "census.census-h",
                            row.getLong(3),
                            row.getLong(1),
                            row.getString(2),
                            (records == null
                                    ? SENTENCES.say("census.could-not-counted")
                                    : SENTENCES.say("census.records-were-counted-before-missing", records))));
                },
                first,
                last,
                category,
                category,
                category + "/%");
        if (!missing.isEmpty()) {
            missing.add(0, SENTENCES.say("census.no-certificate-records-holds-kept-missing"));
            throw new RefusedException(gone[0] ? ExitCode.DIFFERENCES : ExitCode.NOT_EVALUATED, missing);
        }
    }
}
