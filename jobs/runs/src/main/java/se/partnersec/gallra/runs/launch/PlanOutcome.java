package se.partnersec.gallra.runs.launch;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import se.partnersec.gallra.approvals.plan.PlanProblem;
import se.partnersec.gallra.approvals.plan.PlanProblemDescription;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What became of the records that a run's plan let go.
 *
 * @param went erased or reduced by this run
 * @param kept still there and still candidates, by what keeps them now
 */
public record PlanOutcome(String plan, long planned, long went, Outcome.Counts kept) {
    private static final Sentences SENTENCES = Sentences.of("runs");

    /** @param left what the last look of the run found */
    static PlanOutcome of(
            String plan, PreparedRun run, RunContext context, Outcome.Counts taken, ExecutionContext left) {
        return new PlanOutcome(
                plan,
                new PlanRepository(run.jdbc())
                        .get(plan)
                        .part(context.category().category())
                        .map(part -> part.figures().going())
                        .orElse(0L),
                taken.of(Outcome.ERASED) + taken.of(Outcome.ANONYMISED),
                ContextSerializer.counts(left, "planned").orElseGet(Outcome.Counts::new));
    }

    /**
     * Why a run of a category cannot begin by a plan, with the cure; null if nothing is known that stands in the way.
     *
     * @param cut number of an unfinished run of the category that goes by no plan, or another; 0 if there is none
     */
    static @Nullable String barred(SavedPlan plan, DataCategory category, String fingerprint, long cut) {
        if (cut != 0) {
            return SENTENCES.say("launch.run-cut-off-does-not-go", cut, category, cut);
        }
        PlanProblem trouble = plan.trouble(category, fingerprint);
        return trouble == null ? null : new PlanProblemDescription(Locale.ENGLISH).of(plan, category, trouble);
    }

    /** Not due any more, erased or changed by somebody else, or in the way of an error that is told elsewhere. */
    public long other() {
        return Math.max(0, planned - went - kept.total());
    }

    /** For the run's record. */
    String note(@Nullable String why) {
        String said = SENTENCES.say(
                "launch.records-plan-went-kept-since-did", planned, plan, went, kept.total(), kept.text(), other());
        return why == null || why.isEmpty() ? said : why + "; " + said;
    }
}
