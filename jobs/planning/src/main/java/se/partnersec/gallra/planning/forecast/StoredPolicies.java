package se.partnersec.gallra.planning.forecast;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Finds rules by their fingerprint, or as those in force. Reads only. */
public final class StoredPolicies {
    private static final Sentences SENTENCES = Sentences.of("planning");
    /** What is typed for the rules in force. */
    public static final String ADOPTED = "adopted";

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{6,64}");

    private final JdbcTemplate jdbc;
    private final DataCategories categories;
    private final PolicyVersionRepository texts;

    public StoredPolicies(JdbcTemplate jdbc, DataCategories categories) {
        this.jdbc = jdbc;
        this.categories = categories;
        this.texts = new PolicyVersionRepository(jdbc);
    }

    /** Rules on record for the data categories of a policy. */
    public static StoredPolicies of(JdbcTemplate jdbc, RetentionPolicy policy) {
        return new StoredPolicies(
                jdbc,
                new DataCategories(
                        policy.rules().stream().map(RetentionRule::bounds).toList()));
    }

    /** Whether what was typed is the beginning of a fingerprint; anything else is the name of a file. */
    public static boolean fingerprint(String typed) {
        return FINGERPRINT.matcher(typed).matches();
    }

    /**
     * @param prefix of its fingerprint, six hex digits or more
     * @throws RefusedException if none begins so, or more than one, or it is another program version's
     */
    public PolicyVersion of(String prefix) {
        List<String> found = texts.beginning(prefix);
        if (found.size() != 1) {
            throw RefusedException.usage(
                    found.isEmpty()
                            ? SENTENCES.say("forecast.no-policy-record-fingerprint-begins-what", prefix, prefix)
                            : SENTENCES.say(
                                    "forecast.more-than-one-fingerprint-begins-type",
                                    prefix,
                                    String.join(", ", found)));
        }
        return found(found.get(0))
                .orElseThrow(() -> RefusedException.usage(
                        SENTENCES.say("forecast.policy-record-words-another-version-gallra", found.get(0))));
    }

    /**
     * The rules in force.
     *
     * @throws RefusedException if none are, or another program version's
     */
    public PolicyVersion adopted() {
        return of(RulesInForce.inForce(jdbc)
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("forecast.no-rules-force-yet-gallra-policy")))
                .rules());
    }

    /** The same; empty where another program version's are in force, or ones that somebody changed since. */
    public Optional<PolicyVersion> adopted(RulesInForce.Adoption adoption) {
        return find(adoption.rules());
    }

    /**
     * Rules on record.
     *
     * @param fingerprint whole
     * @return empty if they are not on record, another program version's, or changed since
     */
    public Optional<PolicyVersion> find(String fingerprint) {
        try {
            return found(fingerprint);
        } catch (PolicyVersionRepository.Falsified e) {
            return Optional.empty();
        }
    }

    private Optional<PolicyVersion> found(String fingerprint) {
        try {
            return texts.find(fingerprint).map(text -> PolicyVersion.of(text, categories));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
