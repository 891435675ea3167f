package se.partnersec.gallra.database.schema;

import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Keeps the rules and the mapping behind each fingerprint, once, from the first adoption, run or saved plan on that goes by them. What it
 * gives out was hashed again.
 */
public final class PolicyVersionRepository {
    private static final Sentences SENTENCES = Sentences.of("database");
    private static final String FIND = "SELECT fingerprint, policy, sources FROM policy_text WHERE fingerprint = ?";

    private final JdbcTemplate jdbc;

    public PolicyVersionRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param policy as {@link RetentionPolicy#canonical()} writes it
     * @param sources as {@link SourceMapping#canonical()} has it
     */
    public record Text(String fingerprint, String policy, String sources) {}

    /** One that does not give its fingerprint: somebody changed it, and nothing may be concluded from it. */
    public static final class Falsified extends RefusedException {
        private static final long serialVersionUID = 1;

        Falsified(String fingerprint) {
            super(ExitCode.DIFFERENCES, List.of(SENTENCES.say("schema.row-policy-text-does-not-give", fingerprint)));
        }
    }

    /** Notes them if they are not on record. In the caller's transaction, if there is one. */
    public void note(RetentionPolicy policy, SourceMapping sources) {
        note(PolicyFingerprint.of(policy.canonical(), sources.canonical()), policy, sources);
    }

    /** @param fingerprint of both; the table takes nothing that does not give it */
    public void note(String fingerprint, RetentionPolicy policy, SourceMapping sources) {
        if (!jdbc.queryForList("SELECT fingerprint FROM policy_text WHERE fingerprint = ?", String.class, fingerprint)
                .isEmpty()) {
            return;
        }
        try {
            jdbc.update(
                    "INSERT INTO policy_text (fingerprint, policy, sources) VALUES (?, ?, ?)",
                    fingerprint,
                    policy.canonical(),
                    sources.canonical());
        } catch (DuplicateKeyException e) {
            return; // somebody noted the same in the same moment
        }
    }

    /**
     * @param fingerprint whole
     * @throws Falsified if what is there is not what was noted
     */
    public Optional<Text> find(String fingerprint) {
        return jdbc
                .query(FIND, (row, i) -> new Text(row.getString(1), row.getString(2), row.getString(3)), fingerprint)
                .stream()
                .findFirst()
                .map(PolicyVersionRepository::proved);
    }

    private static Text proved(Text text) {
        if (!PolicyFingerprint.of(text.policy(), text.sources()).equals(text.fingerprint())) {
            throw new Falsified(text.fingerprint());
        }
        return text;
    }

    /**
     * The fingerprints on record that begin so, ten at most.
     *
     * @param prefix hex digits and nothing else
     */
    public List<String> beginning(String prefix) {
        return jdbc.query(
                "SELECT fingerprint FROM policy_text WHERE fingerprint LIKE ? ORDER BY fingerprint LIMIT 10",
                (row, i) -> row.getString(1),
                prefix + "%");
    }
}
