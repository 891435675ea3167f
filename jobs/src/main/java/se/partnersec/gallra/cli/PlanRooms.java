package se.partnersec.gallra.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.plan.PolicyChanges;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.saved.PlanComparison;
import se.partnersec.gallra.saved.SavedPlan;
import se.partnersec.gallra.support.RefusedException;

/** What the command line may ask about plans that are kept. */
public interface PlanRooms {
    /**
     * @param saved null if it was not saved
     * @param why it was not: the server's answer; null if it was
     */
    record Made(
            List<PlanLine> lines,
            @Nullable SavedPlan saved,
            @Nullable String why) {}

    /** Plans under an account that may only read, and then saves the plan under the login of whoever asks, if it may. */
    Made make(List<DataCategory> categories, LocalDate asOf);

    /**
     * What another version of the rules changes.
     *
     * @param unknown categories of which it is not on record what they last went by, with its fingerprint
     * @param never categories that no run has taken anything of
     */
    record PolicyDiff(
            List<PolicyChanges.Change> changes, Map<DataCategory, String> unknown, List<DataCategory> never) {}

    /**
     * Compares two versions: each a policy file, or the beginning of the fingerprint of one that a run or plan went by.
     *
     * @param earlier also {@code last}: what each category last went by
     * @param later null for the files at hand
     * @param count whether to ask the database what it would mean today; nothing is written
     * @throws RefusedException if there is none by that name
     */
    PolicyDiff policyDiff(String earlier, @Nullable String later, Locale language, boolean count);

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
