package se.partnersec.gallra.erasure.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.ColumnMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.RecordReader;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Reports records whose start event lies in the future: they are no candidates, so without this they would stay for
 * ever and nobody would know. Two questions a start column, which an index on it answers, and a few records by name.
 */
public final class FutureStartFindings {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    static final int NAMED = 20;
    static final String MORE = "FUTURE_START_MORE";

    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final boolean numeric;
    private final List<String> startRoles;
    private final RecordReader reader;
    private final Assessor assessor;
    private final FindingRepository.Writer findings;

    public FutureStartFindings(
            JdbcTemplate jdbc,
            CategoryMapping source,
            KeyTypes kinds,
            List<String> startRoles,
            RecordReader reader,
            Assessor assessor,
            FindingRepository.Writer findings) {
        this.jdbc = jdbc;
        this.table = source.record();
        this.numeric = kinds.numeric(table);
        this.startRoles = startRoles;
        this.reader = reader;
        this.assessor = assessor;
        this.findings = findings;
    }

    public void report(RunIdentity run) {
        Instant bound = new DatabaseClock(jdbc).now().plus(RetentionPolicy.SKEW);
        List<Finding> found = new ArrayList<>();
        Set<RecordKey> named = new LinkedHashSet<>();
        for (String role : startRoles) {
            ColumnMapping column = table.column(role);
            if (column != null) {
                List<RecordKey> furthest = furthest(column, bound);
                named.addAll(furthest);
                if (furthest.size() == NAMED) {
                    found.add(more(role, column, bound));
                }
            }
        }
        // The rules have the last word: what is held, or processed for a customer, needs nobody's look.
        for (AssessedRecord each :
                assessor.assess(reader.look(named), run.context().asOf())) {
            if (each.outcome() == Outcome.REVIEW) {
                found.add(each.finding(findings));
            } else if (each.goes() || each.reduces()) {
                // No date at all to the rules, so that another start counts; to the database larger than any bound.
                found.add(findings.of(
                        each.record().key(), "FUTURE_START", SENTENCES.say("verify.time-lies-beyond-every-date-so")));
            }
        }
        findings.note(run.id(), found);
    }

    private List<RecordKey> furthest(ColumnMapping column, Instant bound) {
        return jdbc.query(
                "SELECT `" + table.key() + "`" + beyond(column) + " ORDER BY `" + column.column() + "` DESC LIMIT "
                        + NAMED,
                (row, i) -> new RecordKey(row.getString(1), numeric),
                column.before(bound));
    }

    private Finding more(String role, ColumnMapping column, Instant bound) {
        Long all = jdbc.queryForObject("SELECT COUNT(*)" + beyond(column), Long.class, column.before(bound));
        return new Finding(
                role,
                MORE,
                SENTENCES.say(
                        "verify.records-have-future-most-them-named", all, table.table(), column.column(), NAMED));
    }

    private String beyond(ColumnMapping column) {
        return " FROM " + table.quoted() + " WHERE `" + column.column() + "` > ?";
    }
}
