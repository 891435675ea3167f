package se.partnersec.gallra.testing;

import java.nio.file.Path;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.request.AdoptionTerms;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.config.rules.LimitsReader;
import se.partnersec.gallra.config.rules.PolicyFingerprint;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.yaml.ConfigException;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.limit.LimitPolicy;

/**
 * Rules that two logins put in force, for tests of something else. Their requests have negative numbers, so that a test's own
 * begin with A-1.
 */
final class Adopted {
    private final JdbcTemplate asks;
    private final JdbcTemplate approves;
    private final CategoryRequirements requirements;

    Adopted(JdbcTemplate asks, JdbcTemplate approves, CategoryRequirements requirements) {
        this.requirements = requirements;
        this.asks = asks;
        this.approves = approves;
    }

    /** The files of a folder, if they are sound and not in force already. */
    void files(Path folder) {
        RetentionPolicy policy;
        SourceMapping sources;
        LimitPolicy limits;
        try {
            policy = PolicyReader.read(folder.resolve("policy.yml"), requirements.categories());
            sources = SourceMappingReader.read(folder.resolve("sources.yml"), requirements.roles());
            limits = LimitsReader.read(
                    folder.resolve("limits.yml"), requirements.categories().names());
        } catch (ConfigException e) {
            return; // the test is about the fault
        }
        String rules = PolicyFingerprint.of(policy.canonical(), sources.canonical());
        boolean inForce = RulesInForce.inForce(asks)
                .filter(adoption ->
                        adoption.rules().equals(rules) && adoption.limits().equals(limits.canonical()))
                .isPresent();
        if (!inForce) {
            new PolicyVersionRepository(asks).note(policy, sources);
            adopt(new AdoptionTerms(rules, PolicyFingerprint.of(limits.canonical())), limits.canonical());
        }
    }

    private void adopt(AdoptionTerms terms, String limits) {
        Long number = asks.queryForObject(
                "SELECT COALESCE(MAX(id), -1000000) + 1 FROM approval_request WHERE id < 0", Long.class);
        asks.update(
                "INSERT INTO approval_request (id, uuid, subject_kind, subject_id, terms, reason, valid_days)"
                        + " VALUES (?, ?, ?, ?, ?, 'a test', 1)",
                number,
                UUID.randomUUID().toString(),
                AdoptionTerms.KIND,
                terms.rules(),
                terms.text());
        approves.update(
                "INSERT INTO approval (request_id, requested_by)"
                        + " SELECT id, requested_by FROM approval_request WHERE id = ?",
                number);
        approves.update(
                "INSERT INTO policy_adopted (request_id, rules, limits) VALUES (?, ?, ?)",
                number,
                terms.rules(),
                limits);
    }
}
