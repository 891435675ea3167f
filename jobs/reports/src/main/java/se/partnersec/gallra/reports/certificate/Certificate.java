package se.partnersec.gallra.reports.certificate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.planning.census.CensusCheck;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.RetentionRule;
import se.partnersec.gallra.reports.certificate.RunFacts.Finding;
import se.partnersec.gallra.reports.copies.CopiesTree;
import se.partnersec.gallra.reports.copies.ResidualCopies;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.json.CanonicalJson;
import se.partnersec.gallra.support.json.JsonText;

/**
 * That records were destroyed: what the ledger says of it, what vouches for the ledger, and what stayed. It counts, and names
 * no record and nobody they were about.
 *
 * @param rules of the categories, where they are still those that were decided by
 * @param otherRules categories some of whose rows were decided under a policy or mapping that is neither at hand nor on record
 * @param adopted versions of the rules under which something went
 * @param seals that cover rows of the ranges, oldest first
 * @param unsealed rows of the ranges that no seal covers yet
 * @param findings open when it was issued
 */
public record Certificate(
        CertificateSubject subject,
        LedgerClaim ledger,
        List<RunFact> runs,
        List<Rule> rules,
        List<String> otherRules,
        List<AdoptedRules> adopted,
        List<SealOf> seals,
        long unsealed,
        List<Finding> findings,
        ResidualCopies copies,
        Checked checked) {
    static final String SCHEMA = "gallra.certificate/1";
    static final String SUM = "sha256";
    static final String SIGNATURE = "signature";
    static final String LEDGER = "ledger";

    /**
     * @param policy under which records of the category were decided
     * @param fingerprint of policy and mapping
     */
    record Rule(DataCategory category, RetentionPolicy policy, String fingerprint) {
        RetentionRule.Grounds grounds() {
            return policy.rule(category).grounds();
        }
    }

    /** @param rows of the ranges that it covers */
    record SealOf(long number, Instant sealedAt, String root, long rows) {}

    /**
     * What was checked before it was issued.
     *
     * @param at by the database's clock
     * @param by the database's login of whoever issued it
     * @param program and its version
     * @param rows of the ledger that were verified
     * @param records named in them
     * @param seals that were verified
     * @param signatures whether their signatures were checked too; never where there are none
     * @param audit of the records of its categories
     * @param census of the records on hold, the first that saw all that is certified
     */
    record Checked(
            Instant at,
            String by,
            String program,
            long rows,
            long records,
            long seals,
            boolean signatures,
            Audited audit,
            CensusCheck.Taken census) {}

    /**
     * What {@code gallra ledger audit} said of the ledger.
     *
     * @param good records that might be erased, by holds and rules that the job cannot write
     * @param open records that could not be evaluated
     */
    public record Audited(long good, long open) {}

    /** The checksum that stands in the file: the SHA-256 of {@link #content}. */
    String sha256() {
        return Sha256.ofText(content(tree()));
    }

    /**
     * The file.
     *
     * @param key of whoever issues it; null: nobody signs it
     */
    String json(@Nullable SealKey key) {
        Map<String, @Nullable Object> tree = tree();
        String content = content(tree);
        tree.put(SUM, Sha256.ofText(content));
        if (key != null) {
            Map<String, @Nullable Object> signature = new LinkedHashMap<>();
            signature.put("algorithm", "Ed25519");
            signature.put("key", key.id());
            signature.put(
                    "value", Base64.getEncoder().encodeToString(key.sign(content.getBytes(StandardCharsets.UTF_8))));
            tree.put(SIGNATURE, signature);
        }
        return JsonText.document(tree);
    }

    /** What checksum and signature are of: canonical JSON (RFC 8785) of everything but these two. */
    static String content(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(tree);
        rest.remove(SUM);
        rest.remove(SIGNATURE);
        return CanonicalJson.of(rest);
    }

    private Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("schema", SCHEMA);
        tree.put("subject", subject.tree());
        tree.put(LEDGER, ledger.tree());
        tree.put("runs", list(runs, Certificate::run));
        tree.put("rules", list(rules, Certificate::rule));
        tree.put("otherRules", otherRules);
        tree.put("adopted", list(adopted, AdoptedRules::put));
        tree.put("seals", list(seals, Certificate::seal));
        tree.put("unsealedRows", unsealed);
        tree.put("findings", list(findings, Certificate::finding));
        tree.put("copies", CopiesTree.of(copies));
        tree.put("checked", checkedTree());
        return tree;
    }

    private interface Entries<T> {
        void put(T each, Map<String, @Nullable Object> tree);
    }

    private static <T> List<Map<String, @Nullable Object>> list(List<T> all, Entries<T> entries) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (T each : all) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            entries.put(each, tree);
            list.add(tree);
        }
        return list;
    }

    private static void run(RunFact run, Map<String, @Nullable Object> tree) {
        tree.put("run", run.run());
        tree.put("category", run.category());
        tree.put("asOf", run.asOf().toString());
        tree.put("opened", run.opened() + "Z");
        tree.put("ended", run.ended() == null ? null : run.ended() + "Z");
        tree.put("outcome", run.outcome());
        tree.put("verified", run.verified());
    }

    private static void rule(Rule rule, Map<String, @Nullable Object> tree) {
        tree.put("category", rule.category().id());
        tree.put("version", rule.policy().version());
        tree.put("policy", rule.fingerprint());
        tree.put("law", rule.grounds().law());
        tree.put("basis", rule.grounds().basis());
        tree.put("sentence", rule.grounds().sentence());
    }

    private static void seal(SealOf seal, Map<String, @Nullable Object> tree) {
        tree.put("number", seal.number());
        tree.put("sealedAt", seal.sealedAt().toString());
        tree.put("root", seal.root());
        tree.put("rows", seal.rows());
    }

    private static void finding(Finding finding, Map<String, @Nullable Object> tree) {
        tree.put("category", finding.category());
        tree.put("code", finding.code());
        tree.put("records", finding.records());
    }

    private Map<String, @Nullable Object> checkedTree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("at", checked.at().toString());
        tree.put("by", checked.by());
        tree.put("program", checked.program());
        tree.put("ledgerRows", checked.rows());
        tree.put("ledgerRecords", checked.records());
        tree.put("seals", checked.seals());
        tree.put("signatures", checked.signatures());
        tree.put("auditedRecords", checked.audit().good());
        tree.put("notEvaluatedRecords", checked.audit().open());
        tree.put("census", checked.census().number());
        tree.put("censusTakenAt", checked.census().at().toString());
        tree.put("censusBefore", checked.census().before());
        tree.put("censusSealed", checked.census().sealed());
        return tree;
    }
}
