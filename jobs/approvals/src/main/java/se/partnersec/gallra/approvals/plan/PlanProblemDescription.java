package se.partnersec.gallra.approvals.plan;

import java.time.Instant;
import java.util.Locale;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.text.VisibleText;

/** Says why a plan cannot be used, and what to do about it: in Swedish or English. */
public final class PlanProblemDescription {
    private final LabelledText page;

    public PlanProblemDescription(Locale language) {
        this.page = new LabelledText("approvals", language);
    }

    public String of(SavedPlan plan, DataCategory category, PlanProblem trouble) {
        String why = switch (trouble) {
            case NOT_IN_IT -> page.say("plan.plan-says-nothing", plan.id(), category);
            case USED -> page.say("plan.plan-used-run-if", category, plan.id(), run(plan, category));
            case REJECTED -> page.say("plan.plan-rejected", category, plan.id(), who(plan, category));
            case POLICY -> page.say("plan.policy-yml-or-sources", plan.id());
            case EXPIRED -> page.say("plan.plan-could-used-until", plan.id(), time(plan.expires()));
            case ALTERED -> page.say("plan.what-plan-says-not", plan.id());
        };
        return why + " " + page.say("plan.make-new-one-gallra") + " " + category;
    }

    private static String run(SavedPlan plan, DataCategory category) {
        return plan.end(category).map(end -> String.valueOf(end.run())).orElse("?");
    }

    private static String who(SavedPlan plan, DataCategory category) {
        return plan.end(category)
                .map(end -> end.by() + " (" + VisibleText.of(String.valueOf(end.reason())) + ")")
                .orElse("?");
    }

    private static String time(Instant instant) {
        return SwedishCalendar.minute(instant);
    }
}
