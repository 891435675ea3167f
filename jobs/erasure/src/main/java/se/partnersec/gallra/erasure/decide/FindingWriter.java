package se.partnersec.gallra.erasure.decide;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** What somebody has to look at. A finding seen again is counted, not repeated. */
public final class FindingWriter {
    private static final String NOTE = """
            INSERT INTO finding (category, subject, code, detail, run_id, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE last_seen = UTC_TIMESTAMP(6), times = times + 1, run_id = ?, detail = ?""";

    /** A word may as well be somebody's name or number where the wrong column is mapped. */
    private static final Pattern PLAIN = Pattern.compile("(?!.*\\d{4})[\\p{L}\\d _-]{0,20}");

    private final JdbcTemplate jdbc;
    private final Pseudonymizer tags;
    private final DataCategory category;

    public FindingWriter(JdbcTemplate jdbc, Pseudonymizer tags, DataCategory category) {
        this.jdbc = jdbc;
        this.tags = tags;
        this.category = category;
    }

    /** @param subject a record's surrogate key, or the tag of a name that may be personal */
    public record Finding(String subject, String code, String detail) {}

    public Finding of(RecordKey key, String code, String detail) {
        return new Finding(key.number() ? key.text() : tag(key.text()), code, detail);
    }

    /** A record that stays until somebody looks at it, with the reason of its verdict. */
    public Finding review(AssessedRecord each) {
        RecordKey key = each.record().key();
        return of(
                key,
                each.verdict().reason(),
                "kept until somebody looks: gallra explain " + category.id() + ":"
                        + (key.number() ? key.text() : "KEY"));
    }

    /** A word that decides and means nothing to us: what it is about is kept until somebody says what it means. */
    public Finding unknown(String column, String word) {
        String shown = PLAIN.matcher(word).matches() ? "'" + word + "'" : "(tag " + tag(word) + ")";
        return new Finding(
                column + " " + shown,
                "UNKNOWN_WORD",
                "the word " + shown + " of " + column + " is not known, and what it is about is kept: say what it means"
                        + " under 'values' in sources.yml, or correct it");
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
    public static void refused(JdbcTemplate jdbc, DataCategory category, String subject, String code, String detail) {
        Long latest = jdbc.queryForObject(
                "SELECT COALESCE(MAX(run_id), 0) FROM run_scope WHERE category = ?", Long.class, category.id());
        jdbc.update(NOTE, category.id(), subject, code, detail, latest, latest, detail);
    }

    /** Notes that a record stays, and why. */
    public void note(long runId, RecordKey key, String code, String detail) {
        note(runId, List.of(of(key, code, detail)));
    }

    public void note(long runId, List<Finding> findings) {
        List<Object[]> rows = new ArrayList<>();
        for (Finding f : findings) {
            rows.add(new Object[] {category.id(), f.subject(), f.code(), f.detail(), runId, runId, f.detail()});
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

    /** What this run noted before and is looked for again: it counts only if it is noted again. */
    public void settle(long runId, List<String> codes) {
        codes.forEach(code -> jdbc.update(
                "UPDATE finding SET run_id = 0 WHERE category = ? AND code = ? AND run_id = ?",
                category.id(),
                code,
                runId));
    }
}
