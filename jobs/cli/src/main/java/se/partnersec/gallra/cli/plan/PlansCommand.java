package se.partnersec.gallra.cli.plan;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.planning.SavedPlanService;

/** Lists, shows and compares saved plans. */
@Command(
        name = "plans",
        header = "List, show and compare saved plans.",
        description =
                "A run by an approved plan erases only records in that plan, and needs no other approval. To approve or reject a plan: gallra approvals approve, gallra approvals withdraw.")
public final class PlansCommand implements Callable<Integer> {
    private final CommandContext session;
    private final PlanView view;
    private final ObjectProvider<SavedPlanService> savedPlans;

    @Spec
    private @Nullable CommandSpec spec;

    PlansCommand(CommandContext session, ObjectProvider<SavedPlanService> savedPlans, PlanView view) {
        this.session = session;
        this.view = view;
        this.savedPlans = savedPlans;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(name = "list", header = "List usable plans, newest first.")
    int list(@Mixin ListOptions which) {
        CliMessages words = session.words();
        List<SavedPlan> found = savedPlans.getObject().list(which.all(), which.limit());
        Table table = new Table(words, "plans")
                .text("plan", "column.plan")
                .text("asOf", "column.as-of")
                .number("toErase", "column.would-go")
                .text("madeBy", "column.made-by")
                .text("state", "column.state");
        found.forEach(plan -> table.row(plan.id(), plan.asOf(), plan.going(), plan.madeBy(), view.coded(plan)));
        table.print(session.terminal(), words.say("plans.none"));
        return 0;
    }

    @Command(
            name = "show",
            header = "Show one plan, its limits and its state.",
            footer = {"  gallra plans show p-20261124-0200"})
    int show(@Parameters(paramLabel = "PLAN", description = "Plan, such as p-20261124-0200.") String id) {
        view.print(savedPlans.getObject().get(id));
        return 0;
    }

    @Command(
            name = "diff",
            header = "Compare two plans, category by category and record by record.",
            description =
                    "Shows records that are newly due, newly on hold, no longer on hold, and gone: erased, no longer due, or under review.",
            footer = {"  gallra plans diff p-20261124-0200 p-20261125-0200"})
    int diff(
            @Parameters(paramLabel = "EARLIER", description = "Earlier plan.") String one,
            @Parameters(paramLabel = "LATER", description = "Later plan.") String other) {
        CliMessages words = session.words();
        List<PlanComparison.Difference> differences = savedPlans
                .getObject()
                .compare(savedPlans.getObject().get(one), savedPlans.getObject().get(other));
        Table table = new Table(words, "categories")
                .text("category", "column.category")
                .number("inBoth", "column.in-both")
                .number("newlyDue", "column.newly-due")
                .number("released", "column.released")
                .number("newlyHeld", "column.newly-held")
                .number("gone", "column.gone");
        differences.forEach(each -> table.row(
                each.category(), each.both(), each.newlyDue(), each.released(), each.newlyHeld(), each.gone()));
        table.print(session.terminal(), words.say("plans.nothing-in-common"));
        return 0;
    }
}
