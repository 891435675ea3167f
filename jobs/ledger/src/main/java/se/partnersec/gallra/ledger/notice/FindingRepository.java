package se.partnersec.gallra.ledger.notice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.Spelling;

/** What somebody has to look at now. Read by whoever says how things stand; the engine notes and settles. */
public final class FindingRepository {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    public static final String DANGLING_POINTER = "DANGLING_POINTER";
    public static final String NOT_REDUCED = "NOT_REDUCED";
    /** Code of the finding that a record went in part, which stands if something keeps it before the last part. */
    public static final String ERASED_IN_PART = "ERASED_IN_PART";

    public static final String FOUND_AGAIN = "ERASED_FOUND_AGAIN";

    /** What a run's last look notes where something is not as the ledger says. */
    public static final List<String> OF_LAST_LOOKS = List.of(DANGLING_POINTER, NOT_REDUCED, FOUND_AGAIN);

    private static final Pattern PLAIN = Pattern.compile("(?!.*\\d{4})[\\p{L}\\d _-]{0,20}");

    private static final String CONTRADICTS = "f.code IN ('" + String.join("', '", OF_LAST_LOOKS) + "')"
            + " AND EXISTS (SELECT 1 FROM run_scope g WHERE g.run_id = f.run_id AND g.category = f.category"
            + " AND g.part = 0 AND g.outcome = 'ABANDONED')";

    /** Days for which findings of single events stay open after they were noted: later runs do not meet the event again. */
    private static final int DAYS_OPEN = 92;

    private static final String HAPPENED = "f.code IN ('HOLD_TOO_LATE', 'FACT_CAME_LATE', 'OBJECT_MISSING')"
            + " AND f.last_seen > UTC_TIMESTAMP(6) - INTERVAL " + DAYS_OPEN + " DAY";

    /** A newer run that reached its end, for the same day or a later one: what is due on a day is due on each later one, not before. */
    private static final String LOOKED_AGAIN = """
            EXISTS (SELECT 1 FROM run_scope c WHERE c.category = f.category AND c.part = 0 AND c.run_id > f.run_id
             AND c.outcome IN ('DONE', 'SKIPPED')
             AND c.as_of >= COALESCE((SELECT n.as_of FROM run_scope n WHERE n.category = f.category AND n.part = 0
             AND n.run_id = f.run_id), c.as_of))""";

    /**
     * Condition of an open finding f. A run that reached its end has met every record that is due on its day: what it did not note again
     * is settled. Not so what is there no more to be met: of a run that was given up, its last look's findings stand until a later one
     * has looked at the same, and findings of single events stay open for {@code DAYS_OPEN} days. Nobody's acknowledgement is asked for.
     */
    public static final String OPEN = "(f.run_id IS NULL OR NOT " + LOOKED_AGAIN
            + " OR (f.code = 'ERASED_IN_PART' AND f.run_id > 0) OR (" + HAPPENED + ") OR (" + CONTRADICTS + "))";

    private static final String OF_CATEGORY =
            "SELECT f.code, COUNT(*) FROM finding f WHERE f.category = ? AND " + OPEN + " GROUP BY f.code";

    /** @param subject a record's surrogate key, or the tag of a name that may be personal */
    public record Finding(String subject, String code, String detail) {}

    private final JdbcTemplate jdbc;

    public FindingRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether a word may be shown: it may as well be somebody's name or number where the wrong column is mapped. */
    public static boolean plain(String word) {
        return PLAIN.matcher(word).matches();
    }

    /** How many there are of a category, by code. */
    public Map<String, Long> of(String category) {
        Map<String, Long> codes = new TreeMap<>();
        jdbc.query(
                OF_CATEGORY,
                row -> {
                    codes.put(row.getString(1), row.getLong(2));
                },
                category);
        return codes;
    }

    /** Runs of a category that were given up, and of which a last look has noted one of these that nobody has settled since. */
    public List<Long> givenUp(String category, List<String> codes) {
        return jdbc.query(
                "SELECT DISTINCT f.run_id FROM finding f WHERE f.category = ? AND f.code IN ("
                        + String.join(", ", codes.stream().map(code -> "?").toList()) + ") AND " + CONTRADICTS
                        + " ORDER BY f.run_id",
                (row, i) -> row.getLong(1),
                Stream.concat(Stream.of(category), codes.stream()).toArray());
    }

    /** What contradicts a run that was given up: code and subject, which names a column or a run and nobody. */
    public List<String> against(long run) {
        return jdbc.query(
                "SELECT f.code, f.subject FROM finding f WHERE f.run_id = ? AND " + CONTRADICTS
                        + " ORDER BY f.code, f.subject",
                (row, i) -> row.getString(1) + " " + row.getString(2),
                run);
    }

    /** What somebody has to look at. A finding seen again is counted, not repeated. */
    public static final class Writer {
        private static final String NOTE = """
                INSERT INTO finding (category, subject, code, detail, run_id, noted_run, first_seen, last_seen)
                VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
                ON DUPLICATE KEY UPDATE last_seen = UTC_TIMESTAMP(6), times = times + 1,
                runs = runs + IF(COALESCE(noted_run, -1) = ?, 0, 1), noted_run = ?, run_id = ?, detail = ?""";

        private final JdbcTemplate jdbc;
        private final Pseudonymizer tags;
        private final DataCategory category;

        public Writer(JdbcTemplate jdbc, Pseudonymizer tags, DataCategory category) {
            this.jdbc = jdbc;
            this.tags = tags;
            this.category = category;
        }

        public Finding of(RecordKey key, String code, String detail) {
            return new Finding(key.number() ? key.text() : tag(key.text()), code, detail);
        }

        /**
         * A word that decides and means nothing to us: what it is about is kept until somebody says what it means.
         *
         * @param known words that mean something there
         */
        public Finding unknown(String column, String word, Collection<String> known) {
            boolean plain = plain(word);
            String shown = plain ? "'" + word + "'" : SENTENCES.say("notice.tag", tag(word));
            return new Finding(
                    column + " " + shown,
                    "UNKNOWN_WORD",
                    SENTENCES.say(
                            "notice.word-not-known-what-about-kept",
                            shown,
                            column,
                            (plain ? Spelling.meant(word, known) : "")));
        }

        public DataCategory category() {
            return category;
        }

        public String tag(String name) {
            return HexFormat.of().formatHex(tags.tag(category.id(), name));
        }

        /**
         * Notes what kept a run from beginning. It stands under the category's latest run, so that the next one that comes to
         * its end settles it.
         *
         * @param subject a name from the mapping, nothing personal
         */
        public static void refused(
                JdbcTemplate jdbc, DataCategory category, String subject, String code, String detail) {
            Long latest = jdbc.queryForObject(
                    "SELECT COALESCE(MAX(run_id), 0) FROM run_scope WHERE category = ?", Long.class, category.id());
            jdbc.update(NOTE, row(category, new Finding(subject, code, detail), latest == null ? 0 : latest));
        }

        private static Object[] row(DataCategory category, Finding f, long run) {
            return new Object[] {category.id(), f.subject(), f.code(), f.detail(), run, run, run, run, run, f.detail()};
        }

        /** Notes that a record stays, and why. */
        public void note(long runId, RecordKey key, String code, String detail) {
            note(runId, List.of(of(key, code, detail)));
        }

        public void note(long runId, List<Finding> findings) {
            List<Object[]> rows = new ArrayList<>();
            for (Finding f : findings) {
                rows.add(row(category, f, runId));
            }
            if (!rows.isEmpty()) {
                jdbc.batchUpdate(NOTE, rows);
            }
        }

        /** Runs of the category that were given up and of which a last look noted one of these that stands. */
        public List<Long> givenUp(List<String> codes) {
            return new FindingRepository(jdbc).givenUp(category.id(), codes);
        }

        /** What a run has noted. */
        public List<Finding> noted(long runId, List<String> codes) {
            List<Finding> noted = new ArrayList<>();
            codes.forEach(code -> noted.addAll(jdbc.query(
                    "SELECT subject, code, detail FROM finding WHERE category = ? AND code = ? AND run_id = ?",
                    (row, i) -> new Finding(row.getString(1), row.getString(2), row.getString(3)),
                    category.id(),
                    code,
                    runId)));
            return noted;
        }

        /** Whether a finding was noted of any record and not settled since. */
        public boolean noted(String code) {
            return !jdbc.queryForList(
                            "SELECT 1 FROM finding WHERE category = ? AND code = ? AND run_id > 0 LIMIT 1",
                            Integer.class,
                            category.id(),
                            code)
                    .isEmpty();
        }

        /** Settles a finding of these records, whichever run noted it. */
        public void settle(Collection<RecordKey> keys, String code) {
            List<Object[]> rows = new ArrayList<>();
            keys.forEach(key ->
                    rows.add(new Object[] {category.id(), of(key, code, "").subject(), code}));
            jdbc.batchUpdate("UPDATE finding SET run_id = 0 WHERE category = ? AND subject = ? AND code = ?", rows);
        }

        /** What this run noted before and is looked for again: it counts only if it is noted again. */
        public void settle(long runId, List<String> codes) {
            codes.forEach(code -> jdbc.update(
                    "UPDATE finding SET run_id = 0 WHERE category = ? AND code = ? AND run_id = ?",
                    category.id(),
                    code,
                    runId));
        }
    }
}
