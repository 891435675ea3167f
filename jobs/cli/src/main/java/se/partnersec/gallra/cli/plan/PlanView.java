package se.partnersec.gallra.cli.plan;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import se.partnersec.gallra.approvals.plan.PlanFigures;
import se.partnersec.gallra.approvals.plan.ReplayTerms;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.ReasonTable;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.policy.limit.LimitViolation;
import se.partnersec.gallra.policy.wording.LimitDescription;

/** One saved plan in full. */
public final class PlanView {
    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final Terminal terminal;

    public PlanView(CommandContext session, ObjectProvider<PolicyService> policies) {
        this.session = session;
        this.policies = policies;
        this.terminal = session.terminal();
    }

    public void print(SavedPlan plan) {
        terminal.field("plan", plan.id());
        terminal.field("asOf", plan.asOf());
        terminal.field("policy", plan.policy());
        terminal.field("madeAt", plan.madeAt());
        terminal.field("madeBy", plan.madeBy());
        terminal.field("expires", plan.expires());
        Coded state = coded(plan);
        terminal.field("state", state);
        if (!terminal.plain()) {
            terminal.result(terminal.bold(words().say("plans.show.title", plan.id())) + "   "
                    + words().say("plans.show.what", plan.asOf(), plan.policy().substring(0, 8)));
            terminal.result("  %s", words().say("plans.show.made", Formats.time(plan.madeAt()), plan.madeBy()));
            ReplayTerms replay = plan.replay();
            if (replay != null) {
                describe(replay);
                terminal.result(
                        "  %s", words().say("plans.show.reason", plan.request().reason()));
            }
            terminal.result("  %s", state.text());
            terminal.result("");
        }
        table(plan).print(terminal);
        if (!terminal.plain()) {
            Table kept = kept(plan);
            if (!kept.isEmpty()) {
                terminal.result("");
                terminal.result(terminal.bold(words().say("plan.kept")));
            }
            kept.printIfAny(terminal);
            details(plan);
        }
    }

    /** State of a plan: its code, and the sentence for a person. */
    public Coded coded(SavedPlan plan) {
        SavedPlan.State state = plan.state(policies.getObject().fingerprint());
        return new Coded(state, sentence(plan, state));
    }

    private String sentence(SavedPlan plan, SavedPlan.State state) {
        String key = "plans.state." + state;
        return switch (state) {
            case OPEN, EXPIRED -> words().say(key, Formats.time(plan.expires()));
            case APPROVED -> words().say(key, String.valueOf(plan.request().approvedBy()), until(plan));
            case ALTERED -> words().say(key, String.join(", ", plan.foreign()));
            case POLICY_CHANGED, ENDED -> words().say(key);
        };
    }

    /** The approval may end before the plan does. */
    private static String until(SavedPlan plan) {
        Instant approval = plan.request().expires();
        return Formats.time(approval == null || plan.expires().isBefore(approval) ? plan.expires() : approval);
    }

    private Table table(SavedPlan plan) {
        Table table = new Table(words(), "categories")
                .text("category", "column.category")
                .number("candidates", "column.candidates")
                .number("toErase", "column.would-go")
                .number("toAnonymise", "column.would-reduce")
                .number("kept", "column.held")
                .number("toReview", "outcome.REVIEW")
                .number("overdue", "column.late")
                .text("oldest", "column.oldest")
                .text("state", "column.state");
        for (SavedPlan.Part part : plan.parts()) {
            PlanFigures figures = part.figures();
            Outcome.Counts counts = figures.counts();
            table.row(
                    part.category(),
                    figures.candidates(),
                    counts.of(Outcome.ERASED),
                    counts.of(Outcome.ANONYMISED),
                    counts.of(Outcome.HELD),
                    counts.of(Outcome.REVIEW),
                    figures.overdue(),
                    figures.oldestDue(),
                    ended(plan, part));
        }
        return table;
    }

    private @Nullable Coded ended(SavedPlan plan, SavedPlan.Part part) {
        return plan.end(part.category())
                .map(end -> end.run() == null
                        ? new Coded("REJECTED", words().say("plans.part.rejected", end.by()))
                        : new Coded("USED", words().say("plans.part.used", Long.toString(end.run()))))
                .orElse(null);
    }

    private Table kept(SavedPlan plan) {
        Table table = ReasonTable.kept(words());
        for (SavedPlan.Part part : plan.parts()) {
            PlanFigures figures = part.figures();
            new TreeMap<>(figures.heldBy())
                    .forEach((code, n) -> table.row(part.category(), n, ReasonTable.reason(words(), code)));
            if (figures.processor() > 0) {
                table.row(part.category(), figures.processor(), ReasonTable.reason(words(), "OUT_OF_SCOPE_PROCESSOR"));
            }
            new TreeMap<>(figures.reviewBy())
                    .forEach((code, n) -> table.row(part.category(), n, ReasonTable.review(words(), code)));
        }
        return table;
    }

    private void details(SavedPlan plan) {
        SavedPlan.State state = plan.state(policies.getObject().fingerprint());
        terminal.result("");
        for (SavedPlan.Part part : plan.parts()) {
            PlanFigures figures = part.figures();
            if (!figures.samples().isEmpty()) {
                terminal.result(
                        words().say("plans.show.samples", part.category(), String.join(", ", figures.samples())));
            }
        }
        for (SavedPlan.Part part : plan.parts()) {
            LimitDescription limits = new LimitDescription(words().language(), part.category());
            for (LimitViolation trip :
                    state == SavedPlan.State.OPEN ? part.figures().trips() : List.<LimitViolation>of()) {
                terminal.result(words().say("plans.show.limit", part.category(), limits.one(trip)));
            }
            plan.end(part.category())
                    .filter(end -> end.reason() != null)
                    .ifPresent(end -> terminal.result(words().say(
                                    "plans.show.rejected", part.category(), end.by(), String.valueOf(end.reason()))));
        }
        if (plan.hasWork() && state == SavedPlan.State.OPEN) {
            terminal.result(words().say("plans.show.approve", plan.id()));
        }
        if (plan.hasWork() && (state == SavedPlan.State.OPEN || state == SavedPlan.State.APPROVED)) {
            terminal.result(words().say(plan.replay() == null ? "plans.show.run" : "replay.run", plan.id()));
        }
    }

    private void describe(ReplayTerms replay) {
        terminal.result(
                "  %s", words().say("replay.what", replay.seal(), replay.input().substring(0, 16)));
        replay.rows()
                .forEach(rows ->
                        terminal.result("  %s", words().say("replay.rows", rows.category(), rows.from(), rows.to())));
        replay.lost()
                .forEach(step -> terminal.result(
                        "  %s",
                        words().say("replay.lost", step.epoch(), step.what(), Formats.time(step.at()), step.answer())));
    }

    /** Known only once the command line has been read. */
    private CliMessages words() {
        return session.words();
    }
}
