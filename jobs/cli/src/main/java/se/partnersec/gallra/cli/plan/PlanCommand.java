package se.partnersec.gallra.cli.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.option.CategoryOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Said;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ReasonTable;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.SavedPlanService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.LimitPreviewResult;
import se.partnersec.gallra.planning.plan.OpenRun;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.LimitDescription;

/** Says what a run would do, does nothing, and keeps what it said. */
@Command(
        name = "plan",
        header = "Preview what a run would erase and keep, and why.",
        description =
                "Changes no business data. If your login may write plans, the plan is saved, so that somebody else can approve it and a run can carry out exactly that plan. See gallra plans.",
        footer = {"  gallra plan --all", "  gallra plan ip-logs --as-of 2027-01-01", "  gallra plan ip-logs --no-save"})
public final class PlanCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<SavedPlanService> savedPlans;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;
    private final Terminal terminal;

    @Mixin
    private CategoryOptions chosen = new CategoryOptions();

    @Option(names = "--as-of", paramLabel = "DATE", description = "Decide as of this day. Default: today.")
    private @Nullable LocalDate asOf;

    @Option(names = "--no-save", description = "Do not save the plan. A plan for a future day is never saved.")
    private boolean noSave;

    private final RestoreWarning restored;

    @Spec
    private @Nullable CommandSpec spec;

    PlanCommand(
            CommandContext session,
            ObjectProvider<SavedPlanService> savedPlans,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<PlanningService> planning,
            RestoreWarning restored) {
        this.session = session;
        this.restored = restored;
        this.savedPlans = savedPlans;
        this.policies = policies;
        this.planning = planning;
        this.terminal = session.terminal();
    }

    @Override
    public Integer call() {
        CliMessages words = session.words();
        List<DataCategory> categories = chosen.from(session, policies, spec);
        LocalDate day = asOf == null ? session.today() : asOf;
        List<Said> warned = new ArrayList<>(restored.said());
        SavedPlanService.Made made = made(categories, day, warned.isEmpty());
        RulesCaution.ofRefused(words, policies.getObject().rules()).ifPresent(warned::add);
        List<CategoryPlan> lines = made.lines();
        boolean then = !day.equals(session.today());
        terminal.field("asOf", day);
        terminal.field("policy", policies.getObject().fingerprint());
        SavedPlan plan = made.saved();
        terminal.field("plan", plan == null ? null : plan.id());
        if (!terminal.plain()) {
            terminal.result(terminal.bold(words.say("plan.banner")) + "   "
                    + words.say(
                            "header.as-of",
                            day,
                            policies.getObject().policy().version(),
                            policies.getObject().fingerprint().substring(0, 8)));
            warned.forEach(said -> said.printRed(terminal));
            terminal.result("");
        }
        table(lines).print(terminal);
        if (!terminal.plain()) {
            Table kept = ReasonTable.kept(words, lines);
            if (!kept.isEmpty()) {
                terminal.result("");
                terminal.result(terminal.bold(words.say("plan.kept")));
            }
            kept.printIfAny(terminal);
            terminal.result("");
            remarks(words, lines, then).forEach(said -> said.print(terminal));
            if (asOf == null
                    && lines.stream().noneMatch(line -> line.limits().stop())
                    && lines.stream().anyMatch(line -> line.wouldErase() + line.wouldReduce() > 0)) {
                terminal.result(words.say("plan.do", all(categories)));
            }
            saved(made).forEach(terminal::result);
            terminal.result(terminal.bold(words.say("plan.banner.end")));
        } else {
            warned.forEach(said -> said.print(terminal));
            remarks(words, lines, then).forEach(said -> said.print(terminal));
            saved(made).forEach(terminal::note);
        }
        return 0;
    }

    /** @param then whether the plan is of another day than today: what would be late then is no alarm */
    private static List<Said> remarks(CliMessages words, List<CategoryPlan> lines, boolean then) {
        List<Said> said = new ArrayList<>();
        said.add(then ? late(words, lines, ".then") : late(words, lines));
        lines.stream()
                .filter(line -> line.early() > 0)
                .forEach(line -> said.add(new Said(
                        "EARLY",
                        line.category(),
                        Long.toString(line.early()),
                        words.say("plan.early", line.category(), line.early()))));
        limits(words, lines).stream()
                .filter(each -> !then || !each.tag().equals("ALARM"))
                .forEach(said::add);
        return said;
    }

    /** @param usable whether a run could go by the plan */
    private SavedPlanService.Made made(List<DataCategory> categories, LocalDate day, boolean usable) {
        if (usable && !noSave && !day.isAfter(session.today())) {
            return savedPlans.getObject().make(categories, day);
        }
        return new SavedPlanService.Made(
                categories.stream()
                        .map(category -> planning.getObject().plan(category, day))
                        .toList(),
                null,
                null);
    }

    /** Where it is kept and what can be done with it, or why it is not. */
    private List<String> saved(SavedPlanService.Made made) {
        CliMessages words = session.words();
        SavedPlan plan = made.saved();
        String why = made.why();
        if (plan == null) {
            return why == null ? List.of() : List.of(words.say("plan.not-saved", why));
        }
        List<String> said = new ArrayList<>();
        said.add(words.say("plan.saved", plan.id(), Formats.time(plan.expires())));
        if (plan.going() > 0) {
            boolean stop = made.lines().stream().anyMatch(line -> line.limits().stop());
            if (stop) {
                session.notifications().waits(plan.id(), plan.going());
            }
            said.add(words.say(stop ? "plan.do-saved.approved" : "plan.do-saved", plan.id()));
        }
        return said;
    }

    private Table table(List<CategoryPlan> lines) {
        CliMessages words = session.words();
        Table table = new Table(words, "categories")
                .text("category", "column.category")
                .number("candidates", "column.candidates")
                .number("toErase", "column.would-go")
                .number("toAnonymise", "column.would-reduce")
                .number("kept", "column.held")
                .number("notDue", "outcome.NOT_DUE")
                .number("toReview", "outcome.REVIEW")
                .number("overdue", "column.late")
                .text("oldest", "column.oldest");
        for (CategoryPlan line : lines) {
            table.row(
                    line.category(),
                    line.candidates(),
                    line.wouldErase(),
                    line.wouldReduce(),
                    line.held(),
                    line.notDue(),
                    line.review(),
                    line.overdue() - line.overdueHeld(),
                    line.oldestDue() == null
                            ? null
                            : new Coded(line.oldestDue(), words.say("plan.days", line.dueForDays())));
        }
        return table;
    }

    private String all(List<DataCategory> categories) {
        return categories.equals(session.jobs())
                ? "--all"
                : categories.stream().map(DataCategory::id).collect(Collectors.joining(" "));
    }

    /** Which runs the limits would stop. */
    public static List<Said> limits(CliMessages words, List<CategoryPlan> lines) {
        List<Said> said = new ArrayList<>();
        for (CategoryPlan line : lines) {
            LimitPreviewResult ahead = line.limits();
            LimitDescription limits = new LimitDescription(words.language(), line.category());
            OpenRun open = ahead.open();
            if (open != null) {
                String run = Long.toString(open.runId());
                said.add(new Said(
                        "GOES-ON",
                        line.category(),
                        run,
                        words.say(
                                open.approval() == null ? "plan.limit.open" : "plan.limit.open.approved",
                                line.category(),
                                run,
                                open.left(),
                                String.valueOf(open.approval()))));
            } else if (ahead.stop()) {
                String stop = words.say("plan.limit", line.category(), limits.all(ahead.trips(), line.going()));
                said.add(new Said("LIMIT", line.category(), Long.toString(line.going()), stop));
                ahead.waiting()
                        .forEach(each -> said.add(Said.of(
                                "WAITING", line.category(), words.say("plan.limit.waiting", line.category(), each))));
            } else if (ahead.approval() != null) {
                said.add(Said.of(
                        "APPROVED",
                        line.category(),
                        words.say(
                                "plan.limit.approved",
                                line.category(),
                                ahead.approval(),
                                limits.one(ahead.trips().get(0)))));
            }
            LocalDate last = line.endangered();
            if (last != null) {
                long late = line.overdue() - line.overdueHeld();
                said.add(Said.of(
                        "ALARM",
                        line.category(),
                        late == 0
                                ? words.say("plan.endangered", line.category(), last)
                                : words.say("plan.endangered.late", line.category(), last, late)));
            }
        }
        return said;
    }

    /** The sentence the data-protection officer looks for. */
    public static Said late(CliMessages words, List<CategoryPlan> lines) {
        return late(words, lines, "");
    }

    /** The same about some of the categories, which it names. */
    public static Said lateAmong(CliMessages words, List<CategoryPlan> lines) {
        Said late = late(words, lines);
        return late.with(words.say(
                "late.among",
                lines.stream().map(line -> line.category().id()).collect(Collectors.joining(", ")),
                late.text()));
    }

    private static Said late(CliMessages words, List<CategoryPlan> lines, String when) {
        List<String> late = new ArrayList<>();
        long total = 0;
        long kept = 0;
        long review = 0;
        for (CategoryPlan line : lines) {
            long n = line.overdue() - line.overdueHeld();
            total += n;
            kept += line.overdueHeld();
            review += line.review();
            if (n > 0) {
                late.add(line.category() + " " + Formats.number(n));
            }
        }
        String said;
        if (total > 0) {
            said = words.say("late.some" + when, total, String.join(", ", late));
        } else if (when.isEmpty() && kept + review > 0) {
            said = words.say("late.none.open", kept, review);
        } else {
            said = words.say("late.none" + when);
        }
        return new Said("LATE", "", Long.toString(total), said);
    }
}
