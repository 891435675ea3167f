package se.partnersec.gallra.engine;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RuleTerms;

/**
 * By what the records of a category last went.
 *
 * @param policy fingerprint of policy and sources
 */
public record LastRule(DataCategory category, String policy, String text) {
    private static final String LAST =
            "SELECT policy, terms FROM run_rule WHERE category = ? ORDER BY run_id DESC LIMIT 1";

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
