package se.partnersec.gallra.plan;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.PolicyText;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.store.PolicyTexts;

/**
 * Rules, and where they are known the mapping they went with.
 *
 * @param sources in the form its fingerprint is taken of; null for a policy file by itself
 */
public record PolicyVersion(
        RetentionPolicy policy, @Nullable String sources) {
    /** @throws IllegalArgumentException if another version of this program wrote it, and what it says is not known here */
    static PolicyVersion of(PolicyTexts.Text text) {
        return new PolicyVersion(PolicyText.parse(text.policy()), text.sources());
    }
}
