package se.partnersec.gallra.erasure.limit;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanRejectedException;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.run.LimitExceededException;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunLimitRepository;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.limit.MaxDelete;
import se.partnersec.gallra.policy.limit.RunLimits;
import se.partnersec.gallra.policy.limit.VoidApproval;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Asks, before anything goes, whether the run would do more than a run may, and freezes how much it may.
 *
 * <p>First by what the frozen bound selects: the candidates, which the scope has counted by index. That is the most that can
 * go: records that a hold keeps, or whose clock lies in another table, are among them. Only if that is more than a limit,
 * or the day needs approval, the rules are asked what of it would go.
 *
 * <p>A run that goes by a plan uses the plan up here, in the transaction that freezes how much it may; if it may nothing, the
 * plan is still there. Approval of a plan stands for that of the limits: nothing goes but what whoever approved was shown.
 */
public final class LimitStep {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private final RunLimits limits;
    private final RunLimitRepository.Impact impact;
    private final CandidateQuery candidates;
    private final Supplier<DueCounter> look;
    private final RunLimitRepository rows;
    private final JdbcTemplate jdbc;
    private final String fingerprint;
    /** The column that says whose a record is; empty if none does. */
    private final String customer;

    /**
     * @param source the category's mapping
     * @param look asked where only the rules can tell what would go
     */
    public LimitStep(
            RunResources resources, CategoryMapping source, CandidateQuery candidates, Supplier<DueCounter> look) {
        this.jdbc = resources.jdbc();
        this.limits = resources.limits().of(source.category());
        this.impact = new RunLimitRepository.Impact(jdbc, source, limits);
        this.candidates = candidates;
        this.look = look;
        this.rows = new RunLimitRepository(jdbc);
        this.fingerprint = resources.rules().limitsFingerprint();
        this.customer = RunLimitRepository.Impact.customer(source.record());
    }

    /** @throws LimitExceededException if nothing may go */
    public void ask(RunIdentity run, RunScopeRepository.Scope scope) {
        LocalDate asOf = run.context().asOf();
        MaxDelete asked = run.context().maxDelete();
        boolean whole = asked != null;
        SavedPlan plan = used(run);
        long selected = plan == null ? scope.toMeet() : Math.min(scope.toMeet(), going(plan, run));
        Map<String, Long> shared = shared(selected);
        if (shared != null) {
            RunLimits.Figures atMost = impact.of(asOf, selected, shared, whole);
            if (limits.trips(atMost, asked).isEmpty()) {
                untripped(run, atMost);
                return;
            }
        }
        DueCounter.Seen seen = look.get().all(scope.keyHi());
        RunLimits.Figures exact = impact.of(asOf, seen.going(), seen.byCustomer(), whole);
        List<LimitViolation> trips = limits.trips(exact, asked);
        if (trips.isEmpty()) {
            untripped(run, exact);
        } else {
            byApproval(run, plan, exact, trips);
        }
    }

    /** Where nothing would go it passes; and if a single record could not, none may that comes in on its way. */
    private void untripped(RunIdentity run, RunLimits.Figures figures) {
        MaxDelete asked = run.context().maxDelete();
        boolean nothing =
                figures.going() == 0 && !limits.trips(figures.ofOne(), asked).isEmpty();
        freeze(run, nothing ? 0 : least(limits.most(figures), asked, figures), figures, null);
    }

    /**
     * Where a limit is on record already, the process died before Spring Batch knew, or somebody wrote it who may write the table: it
     * stands only if it is no more than what the run may have.
     */
    private void freeze(RunIdentity run, long most, RunLimits.Figures figures, @Nullable Long request) {
        Long before = rows.find(run.id());
        if (before == null) {
            rows.freeze(run.id(), most, figures, request, fingerprint);
        } else if (before > most && !agreedOn(run.context(), run.id(), before)) {
            throw new LimitExceededException(
                    SENTENCES.say("limit.limit-records-record-run-may-erase", before, run.id(), most),
                    run.context().plan());
        }
    }

    /** Whether an approval that the run used before its process died is of so many records. */
    private boolean agreedOn(RunContext context, long runId, long most) {
        ApprovalRepository approvals = new ApprovalRepository(jdbc);
        return approvals.usedBy(runId).stream()
                .map(approvals::find)
                .filter(Objects::nonNull)
                .filter(each ->
                        each.subject().equals(context.category().category().id()) && most(each, most) == most)
                .flatMap(each -> RunTerms.read(each.terms()).stream())
                .anyMatch(terms -> terms.cover(context.policy(), context.asOf(), most, true));
    }

    /** The plan the run goes by, from here on nobody else's; null if it goes by none. */
    private @Nullable SavedPlan used(RunIdentity run) {
        RunContext context = run.context();
        String id = context.plan();
        if (id == null) {
            return null;
        }
        try {
            return new PlanRepository(jdbc).use(id, context.category().category(), context.policy(), run.id());
        } catch (PlanRejectedException e) {
            throw new LimitExceededException(e, id);
        }
    }

    private static long going(SavedPlan plan, RunIdentity run) {
        return plan.part(run.context().category().category())
                .map(part -> part.figures().going())
                .orElse(0L);
    }

    /** At most so many of each customer's; null where only the rules can tell. */
    private @Nullable Map<String, Long> shared(long atMost) {
        return !limits.byCustomer() || customer.isEmpty() || atMost <= limits.few()
                ? Map.of()
                : candidates.shared(customer, limits.few());
    }

    private void byApproval(
            RunIdentity run, @Nullable SavedPlan plan, RunLimits.Figures exact, List<LimitViolation> trips) {
        RunContext context = run.context();
        MaxDelete asked = context.maxDelete();
        SavedPlan agreed = plan != null && plan.approved() && (!plan.byPasskey() || few(exact)) ? plan : null;
        // Nobody's approval lets a run do more than the one who starts it wants.
        List<LimitViolation> others = trips.stream()
                .filter(trip -> trip.kind() != LimitViolation.Kind.ASKED)
                .toList();
        if (others.size() < trips.size()) {
            boolean agreedTo = agreed != null || !usable(run, exact, others).isEmpty();
            List<LimitViolation> left = agreedTo
                    ? trips.stream().filter(trip -> !others.contains(trip)).toList()
                    : trips;
            throw new LimitExceededException(left, exact.going(), context.plan());
        }
        if (agreed != null) {
            freeze(
                    run,
                    most(agreed.request(), going(agreed, run)),
                    exact,
                    agreed.request().number());
            return;
        }
        for (Approval each : usable(run, exact, trips)) {
            if (new ApprovalRepository(jdbc).use(each.number(), run.id())) {
                Long allowed = RunTerms.parse(each.terms()).most();
                long most = allowed == null ? limits.most(exact) : most(each, allowed);
                freeze(run, least(most, asked, exact), exact, each.number());
                return;
            }
        }
        throw new LimitExceededException(trips, exact.going(), context.plan(), voided(context, trips, exact.going()));
    }

    /** Newest approval that would let the run do it, had other rules not made it void; null if there is none. */
    private @Nullable VoidApproval voided(RunContext context, List<LimitViolation> trips, long going) {
        boolean raise = trips.stream().anyMatch(trip -> !trip.kind().occasion());
        return context.plan() != null || is(trips, LimitViolation.Kind.PLAN)
                ? null
                : new ApprovalRepository(jdbc)
                        .voided(context.category().category()).stream()
                                .filter(each -> RunTerms.read(each.terms())
                                        .filter(terms -> terms.cover(terms.policy(), context.asOf(), going, raise))
                                        .isPresent())
                                .findFirst()
                                .map(each -> new VoidApproval(each.id(), "A-" + each.voidedBy()))
                                .orElse(null);
    }

    /** Approvals that let a run pass; one for any run is none of a plan. */
    private List<Approval> usable(RunIdentity run, RunLimits.Figures exact, List<LimitViolation> trips) {
        if (is(trips, LimitViolation.Kind.PLAN)) {
            return List.of();
        }
        RunContext context = run.context();
        boolean raise = trips.stream().anyMatch(trip -> !trip.kind().occasion());
        return new ApprovalRepository(jdbc)
                        .forRun(
                                run.id(),
                                context.category().category(),
                                context.policy(),
                                context.asOf(),
                                exact.going(),
                                raise)
                        .stream()
                        .filter(each -> each.means() != Approval.Means.PASSKEY || few(exact))
                        .toList();
    }

    /** True for no more records than a passkey may approve. */
    private boolean few(RunLimits.Figures exact) {
        return exact.going() <= limits.rows();
    }

    /** Records that an approval allows: with a passkey no more than {@code max-records}. */
    private long most(Approval approval, long allowed) {
        return approval.means() == Approval.Means.PASSKEY ? Math.min(allowed, limits.rows()) : allowed;
    }

    private static boolean is(List<LimitViolation> trips, LimitViolation.Kind kind) {
        return trips.stream().anyMatch(trip -> trip.kind() == kind);
    }

    private static long least(long most, @Nullable MaxDelete asked, RunLimits.Figures figures) {
        return asked == null ? most : Math.min(most, asked.of(figures.records()));
    }

    /**
     * How much a run may still take, between its chunks. It is counted in memory, beginning with what the ledger says this run
     * has taken, so a chunk costs nothing more and a restart forgets nothing. A chunk that was rolled back ends its step, and
     * the next one begins with the ledger again.
     */
    public static final class Allowance {
        private final RunLimitRepository rows;
        private final LedgerWriter ledger;
        private final Predicate<List<RecordKey>> anyGoes;
        private long most;
        private long gone;

        /** @param anyGoes whether by the rules any of these records would go */
        public Allowance(JdbcTemplate jdbc, LedgerWriter ledger, Predicate<List<RecordKey>> anyGoes) {
            this.rows = new RunLimitRepository(jdbc);
            this.ledger = ledger;
            this.anyGoes = anyGoes;
        }

        public void open(long runId) {
            most = rows.most(runId);
            gone = taken(ledger.totals(runId));
        }

        /** Told of each chunk before its commit. */
        public void took(Outcome.Counts chunk) {
            gone += taken(chunk);
        }

        /** Whatever left a store counts, also where a hold kept the row. */
        private static long taken(Outcome.Counts counts) {
            return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED) + counts.of(Outcome.OBJECT_ONLY);
        }

        public boolean usedUp() {
            return gone >= most;
        }

        /** Whether so many more may go. */
        public boolean allows(long records) {
            return records <= most - gone;
        }

        /** How many records the next page may have; a full chunk where nothing may go any more, for looking. */
        public int pageSize(int chunk) {
            return usedUp() ? chunk : (int) Math.min(chunk, most - gone);
        }

        /** @throws LimitExceededException if one of them would go */
        public void requireStaying(List<RecordKey> keys) {
            if (anyGoes.test(keys)) {
                throw exceeded();
            }
        }

        public LimitExceededException exceeded() {
            return new LimitExceededException(List.of(LimitViolation.usedUp(gone)), gone, null);
        }
    }
}
