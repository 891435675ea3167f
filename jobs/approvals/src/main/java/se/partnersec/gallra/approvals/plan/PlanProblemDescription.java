package se.partnersec.gallra.approvals.plan;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.text.VisibleText;

/** Says why a plan cannot be used, and what to do about it: in Swedish or English. */
public final class PlanProblemDescription {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(SwedishCalendar.ZONE);

    private final LabelledText page;

    public PlanProblemDescription(Locale language) {
        this.page = new LabelledText(language);
    }

    public String of(SavedPlan plan, DataCategory category, PlanProblem trouble) {
        String why = switch (trouble) {
            case NOT_IN_IT ->
                page.say(
                        "planen " + plan.id() + " säger inget om " + category + ".",
                        "plan " + plan.id() + " says nothing of " + category + ".");
            case USED ->
                page.say(
                        category + " i planen " + plan.id() + " är utförd av körning " + run(plan, category)
                                + " (om den avbröts: gallra runs restart " + run(plan, category) + ").",
                        category + " of plan " + plan.id() + " was used by run " + run(plan, category)
                                + " (if that was cut off: gallra runs restart " + run(plan, category) + ").");
            case REJECTED ->
                page.say(
                        category + " i planen " + plan.id() + " är avvisad av " + who(plan, category) + ".",
                        category + " of plan " + plan.id() + " was rejected by " + who(plan, category) + ".");
            case POLICY ->
                page.say(
                        "policy.yml eller sources.yml har ändrats sedan planen " + plan.id() + " gjordes.",
                        "policy.yml or sources.yml changed since plan " + plan.id() + " was made.");
            case EXPIRED ->
                page.say(
                        "planen " + plan.id() + " gällde till " + time(plan.expires()) + ".",
                        "plan " + plan.id() + " could be used until " + time(plan.expires()) + ".");
            case ALTERED ->
                page.say(
                        "det som står i planen " + plan.id()
                                + " är inte det som sparades. Ta reda på vem som skrev i den.",
                        "what plan " + plan.id() + " says is not what was saved. Find out who wrote to it.");
        };
        return why + page.say(" Gör en ny: gallra plan ", " Make a new one: gallra plan ") + category;
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
        return MINUTE.format(instant);
    }
}
