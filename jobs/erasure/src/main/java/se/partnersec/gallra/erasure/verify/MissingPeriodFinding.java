package se.partnersec.gallra.erasure.verify;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.FindingRepository.Finding;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Reports a category for which nobody has set a period. The rules would put every single record under review for the
 * same missing line of the policy; so it is said once a run, with their number, until a review date lies ahead.
 */
public final class MissingPeriodFinding {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private final JdbcTemplate jdbc;
    private final TableMapping table;
    private final RetentionPolicy policy;
    private final FindingRepository.Writer findings;

    public MissingPeriodFinding(
            JdbcTemplate jdbc, TableMapping table, RetentionPolicy policy, FindingRepository.Writer findings) {
        this.jdbc = jdbc;
        this.table = table;
        this.policy = policy;
        this.findings = findings;
    }

    public void report(RunIdentity run) {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        DataCategory category = run.context().category().category();
        RetentionRule rule = policy.rule(category);
        if (!rule.reviewDue(today)) {
            return;
        }
        Long records = jdbc.queryForObject("SELECT COUNT(*) FROM " + table.quoted(), Long.class);
        if (records != null && records > 0) {
            findings.note(run.id(), List.of(finding(category, records, rule.reviewBy())));
        }
    }

    private Finding finding(DataCategory category, long records, @Nullable LocalDate reviewBy) {
        return new Finding(
                category.id(),
                "REVIEW_OVERDUE",
                SENTENCES.say(
                        "verify.records-kept-no-period-set-review",
                        records,
                        table.table(),
                        category,
                        (reviewBy == null
                                ? SENTENCES.say("verify.no-review-date")
                                : SENTENCES.say("verify.reviewed", reviewBy))));
    }
}
