package se.partnersec.gallra.cli.approval;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.plan.PlanView;
import se.partnersec.gallra.cli.plan.RulesCaution;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.SavedPlanService;
import se.partnersec.gallra.planning.forecast.PolicyService;

/** Saved plans and replays, as something to be approved. */
public final class PlanApprovals implements ApprovalKind {
    private final CommandContext session;
    private final PlanView view;
    private final ObjectProvider<SavedPlanService> savedPlans;
    private final ObjectProvider<PolicyService> policies;

    public PlanApprovals(
            CommandContext session,
            ObjectProvider<SavedPlanService> savedPlans,
            ObjectProvider<PolicyService> policies,
            PlanView view) {
        this.session = session;
        this.view = view;
        this.savedPlans = savedPlans;
        this.policies = policies;
    }

    @Override
    public List<Line> list(boolean all, int limit) {
        // Plans can be used for hours only, so all of these may be looked at.
        return savedPlans.getObject().list(all, all ? limit : Integer.MAX_VALUE).stream()
                .filter(plan -> all
                        || plan.hasWork() && plan.usable(policies.getObject().fingerprint()))
                .map(this::line)
                .toList();
    }

    private Line line(SavedPlan plan) {
        boolean replay = plan.replay() != null;
        return new Line(
                plan.id(),
                replay ? "REPLAY" : "PLAN",
                plan.madeAt(),
                replay ? say("approvals.replay", plan.going()) : say("approvals.plan", plan.asOf(), plan.going()),
                "",
                view.coded(plan),
                plan.madeBy(),
                replay ? plan.request().reason() : say("approvals.plan.reason"));
    }

    @Override
    public String approve(ApprovalId id) {
        SavedPlan plan = savedPlans.getObject().approve(id.name());
        String approved = say("plans.approved", plan.id(), plan.going(), Formats.time(plan.expires()));
        return RulesCaution.ofRefused(session.words(), policies.getObject().rules())
                .map(caution -> approved + "\n" + caution.text())
                .orElse(approved);
    }

    @Override
    public String withdraw(ApprovalId id, String reason) {
        return say(
                "plans.rejected",
                savedPlans.getObject().reject(id.name(), reason).id());
    }

    private String say(String key, Object... args) {
        return session.words().say(key, args);
    }
}
