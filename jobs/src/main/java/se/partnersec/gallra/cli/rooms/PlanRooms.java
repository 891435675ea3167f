package se.partnersec.gallra.cli.rooms;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.adoption.Adoption;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.planning.forecast.PolicyImpact;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;

/** What the command line may ask about plans that are kept. */
public interface PlanRooms {
    /**
     * @param saved null if it was not saved
     * @param why it was not: the server's answer; null if it was
     */
    record Made(
            List<CategoryPlan> lines,
            @Nullable SavedPlan saved,
            @Nullable String why) {}

    /** Plans under an account that may only read, and then saves the plan under the login of whoever asks, if it may. */
    Made make(List<DataCategory> categories, LocalDate asOf);

    /**
     * Compares two versions: each a policy file, or {@code adopted}, or the beginning of the fingerprint of one on record.
     *
     * @param later null for the files at hand
     * @param count whether to ask the database what it would mean today; nothing is written
     * @throws RefusedException if there is none by that name
     */
    List<PolicyImpact.Change> policyDiff(String earlier, @Nullable String later, Locale language, boolean count);

    /**
     * What it changes to put the files at hand in force.
     *
     * @param inForce null if nothing is
     * @param readable false if the rules in force are another program version's: then all rules are given
     * @param changes of the rules; all of them where there are none to compare with
     * @param limits values that differ from those of the limits in force, a line each
     */
    record Adopting(
            @Nullable Adoption inForce, boolean readable, List<PolicyImpact.Change> changes, List<String> limits) {}

    /** @param count as with {@link #policyDiff} */
    Adopting adopting(Locale language, boolean count);

    /** Where the rules and limits at hand are put in force. */
    AdoptionService adoptions();

    /** How the rules and limits at hand stand to those in force. */
    RulesInForce.Standing rules();

    /** @param all also those that cannot be used any more */
    List<SavedPlan> list(boolean all, int limit);

    SavedPlan get(String id);

    /** The plan that a run went by; null if by none. */
    @Nullable
    SavedPlan ofRun(long runId);

    List<PlanComparison.Difference> compare(SavedPlan earlier, SavedPlan later);

    SavedPlan approve(String id);

    SavedPlan reject(String id, String reason);
}
