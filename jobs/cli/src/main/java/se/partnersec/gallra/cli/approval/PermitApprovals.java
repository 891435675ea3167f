package se.partnersec.gallra.cli.approval;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.policy.fact.DestructionPermit;

/** Skatteverket's permits, as something to be approved. */
public final class PermitApprovals implements ApprovalKind {
    private final CommandContext session;
    private final ObjectProvider<PermitService> permits;

    public PermitApprovals(CommandContext session, ObjectProvider<PermitService> permits) {
        this.session = session;
        this.permits = permits;
    }

    @Override
    public List<Line> list(boolean all, int limit) {
        PermitService permits = this.permits.getObject();
        return (all ? permits.list(true, limit) : permits.waiting(limit))
                .stream().map(this::line).toList();
    }

    private Line line(PlacedPermit placed) {
        DestructionPermit permit = placed.permit();
        return new Line(
                permit.id(),
                "PERMIT",
                placed.requestedAt(),
                say("approvals.permit", permit.reference(), on(placed), permit.allowedFrom()),
                "",
                coded(placed),
                permit.requestedBy(),
                placed.reason());
    }

    @Override
    public String approve(ApprovalId id) {
        PlacedPermit placed = this.permits.getObject().approve(id.number());
        return say(
                "permits.approved",
                placed.permit().id(),
                on(placed),
                placed.permit().allowedFrom());
    }

    @Override
    public String withdraw(ApprovalId id, String reason) {
        PlacedPermit placed = this.permits.getObject().withdraw(id.number(), reason);
        return say("permits.withdrawn", placed.permit().id(), on(placed), placed.used());
    }

    /** The record, or the fiscal year. */
    public String on(PlacedPermit placed) {
        return placed.recordKey() == null
                ? say("permits.year", placed.category(), placed.permit().year())
                : placed.category() + ":" + placed.recordKey();
    }

    /** State of a permit: its code, and the sentence for a person. */
    public Coded coded(PlacedPermit placed) {
        String state =
                placed.permit().withdrawn() ? "WITHDRAWN" : placed.permit().stands() ? "APPROVED" : "WAITING";
        return new Coded(state, state(placed));
    }

    private String state(PlacedPermit placed) {
        if (placed.permit().withdrawn()) {
            return say("permits.state.withdrawn", String.valueOf(placed.withdrawnBy()));
        }
        return placed.permit().stands()
                ? say("permits.state.approved", String.valueOf(placed.permit().approvedBy()))
                : say("permits.state.waiting", placed.permit().requestedBy());
    }

    private String say(String key, Object... args) {
        return session.words().say(key, args);
    }
}
