package se.partnersec.gallra.erasure.verify;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/** Reports, once a run and copy, that its holder has not answered in time that he erased what he was told of. */
public final class LateNoticeFindings {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final String LATE = """
            SELECT n.copy, COUNT(*), MIN(n.answer_by) FROM notice n LEFT JOIN notice_answer a ON a.notice_id = n.id
            WHERE n.category = ? AND n.answer_by < ? AND a.notice_id IS NULL GROUP BY n.copy ORDER BY n.copy""";

    private final JdbcTemplate jdbc;
    private final FindingRepository.Writer findings;

    public LateNoticeFindings(JdbcTemplate jdbc, FindingRepository.Writer findings) {
        this.jdbc = jdbc;
        this.findings = findings;
    }

    public void report(RunIdentity run) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        List<Finding> late = jdbc.query(
                LATE,
                (row, i) -> new Finding(
                        row.getString(1),
                        "NOTICE_OVERDUE",
                        SENTENCES.say(
                                "verify.notices-erased-records-holder-copy-have",
                                row.getLong(2),
                                row.getString(1),
                                row.getObject(3, LocalDate.class))),
                run.context().category().category().id(),
                today);
        findings.note(run.id(), late);
    }
}
