package se.partnersec.gallra.reports.certificate;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.evidence.OfflineVerifier;
import se.partnersec.gallra.ledger.evidence.SealVerifier;
import se.partnersec.gallra.ledger.seal.Seal;
import se.partnersec.gallra.ledger.seal.SealLookup;
import se.partnersec.gallra.ledger.seal.SealPublicKeys;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.planning.census.CensusCheck;
import se.partnersec.gallra.planning.forecast.PolicyVersion;
import se.partnersec.gallra.planning.forecast.StoredPolicies;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.reports.certificate.Certificate.Checked;
import se.partnersec.gallra.reports.certificate.Certificate.Rule;
import se.partnersec.gallra.reports.certificate.Certificate.SealOf;
import se.partnersec.gallra.reports.certificate.LedgerClaim.Range;
import se.partnersec.gallra.reports.copies.ResidualCopies;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Issues certificates. Everything is read in one transaction of one state: first whether the ledger and its seals are as they
 * were written, then what they say. What does not verify is not certified.
 */
public final class CertificateIssuer {
    private static final Sentences SENTENCES = Sentences.of("reports");
    private final JdbcTemplate jdbc;
    private final JdbcTransactionManager transactions;
    private final TransactionTemplate snapshot;
    private final RetentionPolicy policy;
    private final String fingerprint;

    /** @param database of an account that may only read */
    public CertificateIssuer(DataSource database, RetentionPolicy policy, String fingerprint) {
        this.jdbc = new JdbcTemplate(database);
        this.transactions = new JdbcTransactionManager(database);
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.policy = policy;
        this.fingerprint = fingerprint;
    }

    /**
     * By what the ledger is believed.
     *
     * @param keys null where there is no public key: signatures are not checked then, and the certificate says so
     * @param exported a directory of exported seals; null for none
     * @param audit of the records that are to be certified
     */
    public record Trust(
            @Nullable SealPublicKeys keys, @Nullable Path exported, Certificate.Audited audit) {}

    /**
     * @param copies what else may hold what was erased on a day
     * @param program what issues it, and its version
     * @throws RefusedException if the ledger does not verify, a run is not over, or the days are not, or no census saw all of it
     */
    public Certificate certify(
            CertificateSubject subject, Trust trust, Function<LocalDate, ResidualCopies> copies, String program) {
        return Objects.requireNonNull(snapshot.execute(t -> read(subject, trust, copies, program)));
    }

    private Certificate read(
            CertificateSubject subject, Trust trust, Function<LocalDate, ResidualCopies> copies, String program) {
        Instant now = new DatabaseClock(jdbc).now();
        RunFacts facts = new RunFacts(jdbc);
        LedgerVerifier.Result verified = verified(subject, facts, now);
        OfflineVerifier.Result sealed = sealed(trust);
        LedgerClaimReader reader = new LedgerClaimReader(subject);
        new LedgerRows(jdbc).each(reader);
        LedgerClaim claim = reader.claim();
        if (subject.run() != null) {
            reader.runs().add(subject.run());
        }
        List<RunFact> runs = facts.of(reader.runs());
        refuseUnfinished(runs);
        refuseContradicted(runs, facts);
        CensusCheck.Taken census = census(subject, claim, runs).check();
        Set<String> unknown = new TreeSet<>();
        List<Rule> rules = rules(categories(claim, runs), decidedUnder(claim), unknown);
        LocalDateTime last = claim.lastAt();
        Seal newest = sealed.last();
        String by = Objects.requireNonNull(jdbc.queryForObject("SELECT CURRENT_USER()", String.class));
        List<SealOf> seals = seals(claim);
        return new Certificate(
                subject,
                claim,
                runs,
                rules,
                List.copyOf(unknown),
                AdoptedRules.read(jdbc, claim),
                seals,
                claim.rows() - seals.stream().mapToLong(SealOf::rows).sum(),
                facts.findings(categories(claim, runs)),
                copies.apply(SwedishCalendar.localDate(last == null ? now : last.toInstant(ZoneOffset.UTC))),
                new Checked(
                        now,
                        by,
                        program,
                        verified.rows(),
                        verified.items(),
                        newest == null ? 0 : newest.number(),
                        newest != null && sealed.signatures(),
                        trust.audit(),
                        census));
    }

    private LedgerVerifier.Result verified(CertificateSubject subject, RunFacts facts, Instant now) {
        Optional<DataCategory> only = Optional.empty();
        if (subject.run() != null) {
            List<RunFact> known = facts.of(Set.of(subject.run()));
            if (known.isEmpty()) {
                throw RefusedException.usage(SENTENCES.say("certificate.there-no-run-gallra-runs-list", subject.run()));
            }
            refuseUnfinished(known);
            refuseStrayRows(subject.run(), known.get(0).category());
            only = DataCategory.parse(known.get(0).category());
        } else {
            LocalDate today = SwedishCalendar.localDate(now);
            if (!Objects.requireNonNull(subject.until()).isBefore(today)) {
                throw RefusedException.usage(
                        SENTENCES.say("certificate.until-not-over-yet-last-day", subject.until(), today.minusDays(1)));
            }
            refuseUnfinished(facts.openBefore(subject.before()));
        }
        LedgerVerifier.Result result = new LedgerVerifier(jdbc, transactions).verify(only);
        if (!result.ok()) {
            throw refused(
                    SENTENCES.say("certificate.ledger-not-written"),
                    result.problems().stream().map(Object::toString).toList());
        }
        return result;
    }

    /** Rows are taken for a run by its number, from whatever chain; only that of its category is verified for it. */
    private void refuseStrayRows(long run, String category) {
        List<String> strays = jdbc.query(
                "SELECT category, seq FROM ledger_chunk WHERE run_id = ? AND category <> ? ORDER BY category, seq LIMIT 5",
                (row, i) -> SENTENCES.say(
                        "certificate.row-bears-number-run-which-one", row.getString(1), row.getLong(2), run, category),
                run,
                category);
        if (!strays.isEmpty()) {
            throw refused(SENTENCES.say("certificate.ledger-not-written"), strays);
        }
    }

    private OfflineVerifier.Result sealed(Trust trust) {
        OfflineVerifier.Result result = new SealVerifier(jdbc, transactions).verify(trust.keys(), trust.exported());
        if (!result.ok()) {
            throw refused(SENTENCES.say("certificate.ledger-seals-do-not-belong-together"), result.problems());
        }
        return result;
    }

    private CensusCheck census(CertificateSubject subject, LedgerClaim claim, List<RunFact> runs) {
        CensusCheck census = new CensusCheck(jdbc);
        List<CensusCheck.Rows> rows = claim.ranges().stream()
                .map(range -> new CensusCheck.Rows(range.category(), range.part(), range.from(), range.to()))
                .toList();
        return subject.run() == null
                ? census.ofDays(subject.from(), subject.before(), rows)
                : census.ofRun(runs.get(0).category(), runs.get(0).opened(), rows);
    }

    private static void refuseUnfinished(List<RunFact> runs) {
        List<String> problems = runs.stream()
                .filter(run -> !run.finished())
                .map(run -> SENTENCES.say(
                        "certificate.run-gallra-runs-restart",
                        run.run(),
                        run.category(),
                        (run.outcome() == null ? SENTENCES.say("certificate.not-over") : run.outcome()),
                        run.run()))
                .toList();
        if (!problems.isEmpty()) {
            throw refused(SENTENCES.say("certificate.what-not-finished-not-certified"), problems);
        }
    }

    /** Nobody takes up a run that was given up, and what its last look found stands against what it has on record. */
    private static void refuseContradicted(List<RunFact> runs, RunFacts facts) {
        List<String> problems = new ArrayList<>();
        for (RunFact run : runs) {
            facts.against(run)
                    .forEach(finding -> problems.add(SENTENCES.say(
                            "certificate.run-given-up-finding-see-gallra",
                            run.run(),
                            run.category(),
                            finding,
                            run.run(),
                            run.category())));
        }
        if (!problems.isEmpty()) {
            throw refused(SENTENCES.say("certificate.what-found-not-ledger-says"), problems);
        }
    }

    private static RefusedException refused(String what, List<String> problems) {
        List<String> lines = new ArrayList<>();
        lines.add(SENTENCES.say("certificate.no-certificate", what));
        problems.forEach(problem -> lines.add("  " + problem));
        return RefusedException.differences(lines);
    }

    private static Set<String> categories(LedgerClaim claim, List<RunFact> runs) {
        Set<String> categories =
                claim.ranges().stream().map(Range::category).collect(Collectors.toCollection(TreeSet::new));
        runs.forEach(run -> categories.add(run.category()));
        return categories;
    }

    /** Fingerprints of the rules under which records were decided, by category. */
    private static Map<String, Set<String>> decidedUnder(LedgerClaim claim) {
        Map<String, Set<String>> decided = new TreeMap<>();
        Stream.of(claim.gone(), claim.objectOnly(), claim.stayed())
                .flatMap(List::stream)
                .forEach(count -> decided.computeIfAbsent(count.category(), c -> new TreeSet<>())
                        .add(count.policy()));
        return decided;
    }

    /**
     * Rules at hand, and those on record: what gives its fingerprint is what was in force then.
     *
     * @param unknown takes the categories of which some are neither
     */
    private List<Rule> rules(Set<String> categories, Map<String, Set<String>> decided, Set<String> unknown) {
        StoredPolicies stored = StoredPolicies.of(jdbc, policy);
        List<Rule> rules = new ArrayList<>();
        for (String category : categories) {
            for (String each : decided.getOrDefault(category, Set.of(fingerprint))) {
                Optional<RetentionPolicy> then = each.equals(fingerprint)
                        ? Optional.of(policy)
                        : stored.find(each).map(PolicyVersion::policy);
                DataCategory.parse(category)
                        .flatMap(name -> then.filter(found -> found.find(name).isPresent())
                                .map(found -> new Rule(name, found, each)))
                        .ifPresentOrElse(rules::add, () -> unknown.add(category));
            }
        }
        return rules;
    }

    private List<SealOf> seals(LedgerClaim claim) {
        SealLookup cover = SealLookup.of(jdbc);
        TreeMap<Long, SealOf> found = new TreeMap<>();
        for (Range range : claim.ranges()) {
            for (Seal seal : cover.of(range.category(), range.part(), range.from(), range.to())) {
                long rows = SealLookup.rows(seal, range.category(), range.part(), range.from(), range.to());
                found.merge(
                        seal.number(),
                        new SealOf(seal.number(), seal.sealedAt(), seal.root(), rows),
                        (one, more) -> new SealOf(one.number(), one.sealedAt(), one.root(), one.rows() + more.rows()));
            }
        }
        return List.copyOf(found.values());
    }
}
