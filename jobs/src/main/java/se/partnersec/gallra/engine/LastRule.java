package se.partnersec.gallra.engine;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RuleTerms;

/**
 * By what the records of a category last went: the rule of the newest run that the ledger has the end of. A rule that somebody put on
 * record for a run that never was says nothing.
 *
 * @param policy fingerprint of policy and sources
 */
public record LastRule(DataCategory category, String policy, String text) {
    private static final String LAST = """
            SELECT r.policy, r.terms FROM run_rule r
              JOIN run_scope s ON s.run_id = r.run_id AND s.category = r.category AND s.part = 0 AND s.outcome <> 'REFUSED'
              JOIN ledger_chunk c ON c.category = s.category AND c.part = s.part AND c.seq = s.closed_seq AND c.run_id = s.run_id
            WHERE r.category = ? ORDER BY r.run_id DESC LIMIT 1""";

    /** Empty where no run of a version that notes it has let any go. */
    public static Optional<LastRule> of(JdbcTemplate jdbc, DataCategory category) {
        return jdbc
                .query(LAST, (row, i) -> new LastRule(category, row.getString(1), row.getString(2)), category.id())
                .stream()
                .findFirst();
    }

    RuleTerms terms() {
        return RuleTerms.parse(category, text);
    }
}
