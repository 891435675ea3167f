package se.partnersec.gallra.ledger.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.text.Sentences;

/**
 * A step of the gate: a hold was placed or released, or another act changed what keeps records or lets them go. A copy of the ledger names
 * them, so that after a restore it can be told which acts are lost with the database. No seal vouches for these lines.
 *
 * @param epoch the gate's from then on
 * @param at by the database's clock
 * @param what it was, such as {@code hold H-2}; an approval or a withdrawal where no table tells
 */
public record GateStep(long epoch, Instant at, String what) {
    private static final Sentences SENTENCES = Sentences.of("ledger");
    static final String HEAD = "gate\t";
    private static final int FIELDS = 5;
    private static final String BEFORE = " or what came right before it";
    private static final String OTHER = "an approval, a withdrawal or another change";

    private static final String STEPS = "SELECT epoch, moved_at FROM gate_log ORDER BY epoch";
    private static final String ACTS = """
            SELECT epoch, CONCAT('hold H-', id) FROM hold
            UNION ALL SELECT epoch, CONCAT('release of hold H-', hold_id) FROM approved_release
            UNION ALL SELECT epoch, CONCAT('fiscal year ', start_on, '..', end_on, IF(entity = 'main', '', CONCAT(' (', entity, ')')), IF(removed, ' removed', '')) FROM fiscal_year_version
            UNION ALL SELECT epoch, CONCAT('import of books ', id) FROM book_import
            UNION ALL SELECT epoch, CONCAT('permit ', id) FROM permit
            UNION ALL SELECT epoch, CONCAT('decision on request R-', request_id) FROM request_decision
            UNION ALL SELECT epoch, CONCAT('rules ', LEFT(rules, 8)) FROM policy_adopted""";

    /** Steps that a database knows, oldest first. */
    public static List<GateStep> all(JdbcTemplate jdbc) {
        Map<Long, String> acts = new TreeMap<>();
        jdbc.query(ACTS, row -> {
            acts.merge(row.getLong(1), row.getString(2), (one, other) -> one + ", " + other);
        });
        return jdbc.query(STEPS, (row, i) -> {
            long epoch = row.getLong(1);
            // An act of ours takes the gate, and a second time as its row is written: the first is most often that.
            String after = acts.get(epoch + 1);
            String act = acts.getOrDefault(epoch, after == null ? OTHER : after + BEFORE);
            return new GateStep(epoch, DatabaseClock.instant(row.getObject(2, LocalDateTime.class)), act);
        });
    }

    /** Number and time of the step of a line: the same in every copy. */
    static String place(String line) {
        return line.substring(0, line.indexOf('\t', line.indexOf('\t', HEAD.length()) + 1) + 1);
    }

    /** As {@link #place} of its line gives it. */
    static String place(long epoch, Instant at) {
        return HEAD + epoch + '\t' + at + '\t';
    }

    /** One line, without its end; it repeats itself as a hash, so that a letter that changed on its way shows. */
    String line() {
        String text = HEAD + epoch + '\t' + at + '\t' + what;
        return text + '\t' + Sha256.ofText(text);
    }

    /** @throws IllegalArgumentException if {@link #line} would not have written exactly this */
    static GateStep parse(String line) {
        String[] fields = line.split("\t", -1);
        try {
            if (fields.length == FIELDS) {
                GateStep read = new GateStep(Long.parseLong(fields[1]), Instant.parse(fields[2]), fields[3]);
                if (read.line().equals(line)) {
                    return read;
                }
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw changed(e);
        }
        throw changed(null);
    }

    private static IllegalArgumentException changed(@Nullable Exception e) {
        return new IllegalArgumentException(SENTENCES.say("evidence.step-gate-not-written-we-write"), e);
    }
}
