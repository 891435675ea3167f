package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approval.Approval;
import se.partnersec.gallra.approval.ApprovalRegister;
import se.partnersec.gallra.approval.RunTerms;
import se.partnersec.gallra.policy.LimitTrip;
import se.partnersec.gallra.policy.MaxDelete;
import se.partnersec.gallra.policy.RunFigures;
import se.partnersec.gallra.policy.RunLimits;

/**
 * Asks, before anything goes, whether the run would do more than a run may, and freezes how much it may.
 *
 * <p>First by what the frozen bound selects: the candidates, which the scope has counted by index. That is the most that can
 * go: records that a hold keeps, or whose clock lies in another table, are among them. Only if that is more than a limit,
 * or the day needs approval, the rules are asked what of it would go.
 */
final class LimitStep {
    private final RunLimits limits;
    private final BlastRadius radius;
    private final CandidateQuery candidates;
    private final DueLook look;
    private final RunLimitRows rows;
    private final ApprovalRegister approvals;
    private final String customer;

    /** @param customer the column that says whose a record is; empty if none does */
    LimitStep(
            RunLimits limits,
            BlastRadius radius,
            CandidateQuery candidates,
            DueLook look,
            RunLimitRows rows,
            ApprovalRegister approvals,
            String customer) {
        this.limits = limits;
        this.radius = radius;
        this.candidates = candidates;
        this.look = look;
        this.rows = rows;
        this.approvals = approvals;
        this.customer = customer;
    }

    /** @throws LimitTripped if nothing may go */
    void ask(Run run, RunScopes.Scope scope) {
        if (rows.find(run.id()) != null) {
            return; // frozen, and the process died before Spring Batch knew
        }
        LocalDate asOf = run.context().asOf();
        MaxDelete asked = run.context().maxDelete();
        boolean whole = asked != null;
        Map<String, Long> shared = shared(scope.candidates());
        if (shared != null) {
            RunFigures atMost = radius.of(asOf, scope.candidates(), shared, whole);
            if (limits.trips(atMost, asked).isEmpty()) {
                rows.freeze(run.id(), least(limits.most(atMost), asked, atMost), atMost, null);
                return;
            }
        }
        DueLook.Seen seen = look.all(scope.keyHi());
        RunFigures exact = radius.of(asOf, seen.going(), seen.byCustomer(), whole);
        List<LimitTrip> trips = limits.trips(exact, asked);
        if (trips.isEmpty()) {
            rows.freeze(run.id(), least(limits.most(exact), asked, exact), exact, null);
        } else {
            byApproval(run, exact, trips);
        }
    }

    /** At most so many of each customer's; null where only the rules can tell. */
    private @Nullable Map<String, Long> shared(long atMost) {
        return !limits.byCustomer() || customer.isEmpty() || atMost <= limits.few()
                ? Map.of()
                : candidates.shared(customer, limits.few());
    }

    private void byApproval(Run run, RunFigures exact, List<LimitTrip> trips) {
        RunContext context = run.context();
        MaxDelete asked = context.maxDelete();
        // Nobody's approval lets a run do more than the one who starts it wants.
        boolean wanted = trips.stream().noneMatch(trip -> trip.kind() == LimitTrip.Kind.ASKED);
        boolean raise = trips.stream().anyMatch(trip -> !trip.kind().occasion());
        if (wanted) {
            for (Approval each : approvals.forRun(
                    context.category().category(), context.policy(), context.asOf(), exact.going(), raise)) {
                if (approvals.use(each.number(), run.id())) {
                    Long allowed = RunTerms.parse(each.terms()).most();
                    long most = allowed == null ? limits.most(exact) : allowed;
                    rows.freeze(run.id(), least(most, asked, exact), exact, each.number());
                    return;
                }
            }
        }
        throw new LimitTripped(trips, exact.going());
    }

    private static long least(long most, @Nullable MaxDelete asked, RunFigures figures) {
        return asked == null ? most : Math.min(most, asked.of(figures.records()));
    }
}
