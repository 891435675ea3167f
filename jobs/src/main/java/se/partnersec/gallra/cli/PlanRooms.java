package se.partnersec.gallra.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.plan.PolicyChanges;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.saved.PlanComparison;
import se.partnersec.gallra.saved.SavedPlan;

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
     * What a version of policy.yml changes.
     *
     * @param count whether to ask the database what it would mean today; nothing is written
     */
    List<PolicyChanges.Change> policyDiff(Path earlier, Path later, Locale language, boolean count);

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
