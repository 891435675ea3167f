package se.partnersec.gallra.planning.forecast;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.policy.decision.PolicyParser;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategories;

/**
 * Rules, and where they are known the mapping they went with.
 *
 * @param sources in the form its fingerprint is taken of; null for a policy file by itself
 */
public record PolicyVersion(
        RetentionPolicy policy, @Nullable String sources) {
    /** @throws IllegalArgumentException if another version of this program wrote it, and what it says is not known here */
    static PolicyVersion of(PolicyVersionRepository.Text text, DataCategories categories) {
        return new PolicyVersion(PolicyParser.parse(text.policy(), categories), text.sources());
    }
}
