package se.partnersec.gallra.engine;

import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.LimitTrip;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.RuleTerms;
import se.partnersec.gallra.store.MappingTerms;
import se.partnersec.gallra.store.PolicyTexts;
import se.partnersec.gallra.store.Sources;

/**
 * Compares the rule and the mapping of a category with those its records last went by. What is shorter takes another person,
 * because records go that were promised, or bound, to stay longer, and so does a mapping under which the same period may end
 * earlier or a hold not be found; what is longer takes nobody.
 */
public final class ShorterPeriod {
    private static final String RAN = "SELECT policy FROM run_scope WHERE category = ? AND part = 0"
            + " AND outcome IN ('DONE', 'SKIPPED') ORDER BY run_id DESC LIMIT 1";

    private final JdbcTemplate jdbc;
    private final DataCategory category;
    private final RuleTerms now;
    private final Sources sources;
    private final String policy;

    /** @param fingerprint of policy and sources as they are now */
    public ShorterPeriod(
            JdbcTemplate jdbc, RetentionPolicy policy, Sources sources, DataCategory category, String fingerprint) {
        this.jdbc = jdbc;
        this.category = category;
        this.now = RuleTerms.of(policy, category);
        this.sources = sources;
        this.policy = fingerprint;
    }

    /**
     * Why records may go earlier than by what they last went by: SHORTER or REMAPPED; null if they may not. In doubt they may.
     */
    public LimitTrip.@Nullable Kind why() {
        LastRule last = LastRule.of(jdbc, category).orElse(null);
        if (last == null) {
            return changedSinceAnyRun() ? LimitTrip.Kind.SHORTER : null;
        }
        if (last.policy().equals(policy)) {
            return null;
        }
        try {
            if (now.shorterThan(last.terms())) {
                return LimitTrip.Kind.SHORTER;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            return LimitTrip.Kind.SHORTER; // nobody can read by what they went
        }
        return remapped(last) ? LimitTrip.Kind.REMAPPED : null;
    }

    /** Where the mapping of then is not on record, or is not what it was, nobody knows. */
    private boolean remapped(LastRule last) {
        try {
            return new PolicyTexts(jdbc)
                    .find(last.policy())
                    .map(then -> MappingTerms.of(sources.canonical(), category)
                            .looserThan(MappingTerms.of(then.sources(), category)))
                    .orElse(true);
        } catch (PolicyTexts.Falsified e) {
            return true;
        }
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
