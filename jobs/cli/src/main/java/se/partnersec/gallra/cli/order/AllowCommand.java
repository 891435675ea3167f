package se.partnersec.gallra.cli.order;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.RunTerms;
import se.partnersec.gallra.cli.option.CategoryOptions;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Asks that one run may do what its limits or the day forbid; somebody else approves it. */
@Command(
        name = "allow",
        header = "Ask that the next run may exceed its limits, once.",
        description =
                "Has no effect until somebody else approves it under their own login: gallra approvals approve. It expires after some days, and when policy.yml or sources.yml changes.",
        footer = {
            "  gallra runs allow --all --reason 'First runs, plan of 24 November read'",
            "  gallra runs allow ip-logs --max-delete 412908 --reason 'A week was missed'",
            "  gallra runs allow --all --for 2027-01-01 --reason 'New year'"
        })
public final class AllowCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<ApprovalService> approvals;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;

    @Mixin
    private CategoryOptions chosen = new CategoryOptions();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
    private String reason = "";

    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description =
                    "The run may erase up to N records of each category, whatever share that is. Without it the limits stay, and only the first run of the category or year is allowed.")
    private @Nullable Long most;

    @Option(
            names = "--for",
            paramLabel = "DATE",
            description = "Only a run for this day. Can be approved only once the approval lasts through that day.")
    private @Nullable LocalDate on;

    @Spec
    private @Nullable CommandSpec spec;

    AllowCommand(
            CommandContext session,
            ObjectProvider<ApprovalService> approvals,
            ObjectProvider<PolicyService> policies,
            ObjectProvider<PlanningService> planning) {
        this.planning = planning;
        this.session = session;
        this.approvals = approvals;
        this.policies = policies;
    }

    @Override
    public Integer call() {
        if (most != null && most < 1) {
            throw GallraCommand.wrong(spec, SENTENCES.say("order.max-delete-must-number-records-from", most));
        }
        List<DataCategory> categories = chosen.from(session, policies, spec);
        if (most == null) {
            refuseWithinLimits(categories);
        } else {
            refuseTooFew(categories, most);
        }
        RunTerms terms = new RunTerms(policies.getObject().fingerprint(), most, on);
        for (DataCategory category : categories) {
            List<Approval> same = approvals.getObject().waiting(category, terms);
            Approval asked = approvals.getObject().allow(category, terms, reason);
            session.terminal()
                    .list(
                            "approvals",
                            List.of(asked),
                            each -> new Fields().with("approval", each.id()).with("category", category));
            session.terminal().result(session.words().say("approvals.asked", asked.id(), category));
            if (on != null && session.today().isBefore(asked.firstDayFor(on))) {
                session.terminal()
                        .note(session.words()
                                .say("approvals.asked.from", asked.id(), asked.firstDayFor(on), asked.validDays()));
            }
            same.forEach(each ->
                    session.terminal().note(session.words().say("approvals.asked.before", each.id(), category)));
        }
        return 0;
    }

    /** Refuses a request without a number if a limit would stop the run: such an approval allows a first run only. */
    private void refuseWithinLimits(List<DataCategory> categories) {
        List<String> useless = new ArrayList<>();
        for (DataCategory category : categories) {
            CategoryPlan plan = planning.getObject().plan(category, day());
            plan.limits().trips().stream()
                    .filter(trip -> !trip.kind().occasion() && trip.kind() != LimitViolation.Kind.PLAN)
                    .findFirst()
                    .ifPresent(trip -> useless.add(SENTENCES.say(
                            "order.more-due-than-limit", category, plan.going(), day(), trip.limit(), plan.going())));
        }
        RefusedException.usageIfAny(useless);
    }

    private LocalDate day() {
        return on == null || on.isBefore(session.today()) ? session.today() : on;
    }

    /** A run is refused as a whole, so an approval of fewer records than are due would never be used. */
    private void refuseTooFew(List<DataCategory> categories, long most) {
        LocalDate day = day();
        List<String> tooMany = new ArrayList<>();
        for (DataCategory category : categories) {
            long due = planning.getObject().plan(category, day).going();
            if (due > most) {
                tooMany.add(SENTENCES.say("order.more-due-than-max-delete", category, due, day, most));
            }
        }
        RefusedException.usageIfAny(tooMany);
    }
}
