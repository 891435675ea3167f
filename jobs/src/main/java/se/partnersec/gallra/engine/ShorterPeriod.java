package se.partnersec.gallra.engine;

import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.RuleTerms;

/**
 * Compares the rule of a category with the one its records last went by. What is shorter takes another person, because records
 * go that were promised, or bound, to stay longer; what is longer takes nobody.
 */
public final class ShorterPeriod {
    private static final String LAST =
            "SELECT policy, terms FROM run_rule WHERE category = ? ORDER BY run_id DESC LIMIT 1";
    private static final String RAN = "SELECT policy FROM run_scope WHERE category = ? AND part = 0"
            + " AND outcome IN ('DONE', 'SKIPPED') ORDER BY run_id DESC LIMIT 1";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final RuleTerms now;
    private final String policy;

    /** @param fingerprint of policy and sources as they are now */
    public ShorterPeriod(JdbcTemplate jdbc, RetentionPolicy policy, DataCategory category, String fingerprint) {
        this.jdbc = jdbc;
        this.category = category;
        this.now = RuleTerms.of(policy, category);
        this.policy = fingerprint;
    }

    private record Last(String policy, String terms) {}

    /** Whether records may fall due earlier than by the rule they last went by; in doubt yes. */
    public boolean shorter() {
        return jdbc.query(LAST, (row, i) -> new Last(row.getString(1), row.getString(2)), category.id()).stream()
                .findFirst()
                .map(last -> !last.policy().equals(policy) && now.shorterThan(RuleTerms.parse(category, last.terms())))
                .orElseGet(this::changedSinceAnyRun);
    }

    /** Of runs before this was noted only the version is known. */
    private boolean changedSinceAnyRun() {
        return jdbc.queryForList(RAN, String.class, category.id()).stream().anyMatch(ran -> !ran.equals(policy));
    }

    /** From here on this is what records go by. */
    void note(long runId) {
        jdbc.update(
                "INSERT INTO run_rule (run_id, category, policy, terms) VALUES (?, ?, ?, ?)",
                runId,
                category.id(),
                policy,
                now.text());
    }
}
