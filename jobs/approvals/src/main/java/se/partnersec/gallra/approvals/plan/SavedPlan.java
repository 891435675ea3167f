package se.partnersec.gallra.approvals.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A plan on record.
 *
 * @param id as people say it: {@code p-20261124-0200}, by the Swedish clock
 * @param policy fingerprint of policy and sources it was made under, 64 hex digits
 * @param content hash of all it says, 64 hex digits
 * @param madeBy the login of whoever made it
 * @param expires from when on it cannot be used
 * @param expired whether it could not be used any more when this was read, by the database's clock
 * @param request that somebody else approve it
 * @param replay what it is to erase again; null for a plan of what is due
 * @param parts by the names of their categories
 * @param foreign categories of rows that no Gallra of this version wrote; with any, nothing of the plan can be used
 */
public record SavedPlan(
        String id,
        LocalDate asOf,
        String policy,
        String content,
        Instant madeAt,
        String madeBy,
        Instant expires,
        boolean expired,
        Approval request,
        @Nullable ReplayTerms replay,
        List<Part> parts,
        List<String> foreign) {

    /** @param end null while it can be used */
    public record Part(
            DataCategory category,
            PlanFigures figures,
            @Nullable End end) {}

    /**
     * @param run that used it; null if it was rejected
     * @param reason why it was rejected; null if it was used
     */
    public record End(@Nullable Long run, @Nullable String reason, String by, Instant at) {}

    public enum State {
        OPEN,
        APPROVED,
        EXPIRED,
        POLICY_CHANGED,
        /** Every category is used or rejected. */
        ENDED,
        /** Somebody wrote to it by hand what cannot be read. */
        ALTERED
    }

    public SavedPlan {
        parts = List.copyOf(parts);
        foreign = List.copyOf(foreign);
    }

    public List<DataCategory> categories() {
        return parts.stream().map(Part::category).toList();
    }

    public Optional<Part> part(DataCategory category) {
        return parts.stream().filter(part -> part.category().equals(category)).findFirst();
    }

    public Optional<End> end(DataCategory category) {
        return part(category).flatMap(part -> Optional.ofNullable(part.end()));
    }

    /** Approved in force, by another login than the one that made it, and for just what this plan says. */
    public boolean approved() {
        return agreed() && request.state() == Approval.State.APPROVED;
    }

    /** True if it was approved with a passkey. */
    public boolean byPasskey() {
        return request.means() == Approval.Means.PASSKEY;
    }

    /** The same, also after its time. */
    public boolean agreed() {
        return request.approvedBy() != null
                && !(byPasskey() && replay != null)
                && request.kind().equals(PlanTerms.KIND)
                && request.subject().equals(id)
                && request.requestedBy().equals(madeBy)
                && request.terms().equals(PlanTerms.text(policy, content));
    }

    public long going() {
        return parts.stream().mapToLong(part -> part.figures().going()).sum();
    }

    /** True if a run by this plan would change anything; a replay also puts rows back. */
    public boolean hasWork() {
        return going() > 0 || replay != null;
    }

    /**
     * True if a run can use this plan now, or could once it is approved.
     *
     * @param fingerprint of policy and sources as they are now
     */
    public boolean usable(String fingerprint) {
        State state = state(fingerprint);
        return state == State.OPEN || state == State.APPROVED;
    }

    /** @param fingerprint of policy and sources as they are now */
    public State state(String fingerprint) {
        if (!foreign.isEmpty()) {
            return State.ALTERED;
        }
        if (parts.stream().allMatch(part -> part.end() != null)) {
            return State.ENDED;
        }
        if (expired) {
            return State.EXPIRED;
        }
        if (!policy.equals(fingerprint)) {
            return State.POLICY_CHANGED;
        }
        return approved() ? State.APPROVED : State.OPEN;
    }

    /** Whether this very run used the category up. */
    boolean usedBy(DataCategory category, long runId) {
        return part(category)
                .map(Part::end)
                .map(End::run)
                .filter(run -> run == runId)
                .isPresent();
    }

    /** What keeps a run of the category from using it; null if nothing does. Whether it has to be approved the limits say. */
    public @Nullable PlanProblem trouble(DataCategory category, String fingerprint) {
        if (!foreign.isEmpty()) {
            return PlanProblem.ALTERED;
        }
        Part part = part(category).orElse(null);
        if (part == null) {
            return PlanProblem.NOT_IN_IT;
        }
        End end = part.end();
        if (end != null) {
            return end.run() == null ? PlanProblem.REJECTED : PlanProblem.USED;
        }
        if (!policy.equals(fingerprint)) {
            return PlanProblem.POLICY;
        }
        return expired ? PlanProblem.EXPIRED : null;
    }
}
