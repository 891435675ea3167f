package se.partnersec.gallra.planning;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Saved plans: counted and read under the account of the reader; saved, approved and rejected under that of finance. */
public class SavedPlanService {
    /** The account is not let in, or may not write there. */
    private static final Set<Integer> MAY_NOT = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698);

    private final BiFunction<DataCategory, LocalDate, Planner.Drawn> planner;
    private final Supplier<PlanService> plans;
    private final PlanRepository repository;
    private final PlanComparison comparison;
    private final ConfigurationFiles files;
    private final PolicyVersionRepository versions;

    /**
     * @param planner draws the plan of a category for a day
     * @param plans under the account of finance; so are the versions
     */
    public SavedPlanService(
            BiFunction<DataCategory, LocalDate, Planner.Drawn> planner,
            Supplier<PlanService> plans,
            PlanRepository repository,
            PlanComparison comparison,
            ConfigurationFiles files,
            PolicyVersionRepository versions) {
        this.planner = planner;
        this.plans = plans;
        this.repository = repository;
        this.comparison = comparison;
        this.files = files;
        this.versions = versions;
    }

    /**
     * @param saved null if it was not saved
     * @param why the server's answer to the account that may not save it; null if it was saved
     */
    public record Made(
            List<CategoryPlan> lines,
            @Nullable SavedPlan saved,
            @Nullable String why) {}

    /** Plans, and saves the plan if the account of finance may. */
    public Made make(List<DataCategory> wanted, LocalDate asOf) {
        List<Planner.Drawn> drawn = new ArrayList<>();
        wanted.forEach(category -> drawn.add(planner.apply(category, asOf)));
        List<PlanService.Draft> drafts =
                drawn.stream().map(Planner.Drawn::draft).toList();
        SavedPlan saved = null;
        String why = null;
        try {
            plans.get().mustBeAllowed();
            versions.note(files.policy(), files.sources());
            saved = plans.get().save(asOf, files.fingerprint(), drafts);
        } catch (RuntimeException e) {
            why = mayNot(e);
            if (why == null) {
                throw e;
            }
        }
        return new Made(drawn.stream().map(Planner.Drawn::line).toList(), saved, why);
    }

    /** The server's answer to an account that may not; null if it was something else. */
    static @Nullable String mayNot(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && MAY_NOT.contains(sql.getErrorCode())) {
                return String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
            }
        }
        return null;
    }

    /** @param all also those that cannot be used any more */
    public List<SavedPlan> list(boolean all, int limit) {
        return repository.list(all, limit);
    }

    public SavedPlan get(String id) {
        return repository.get(id);
    }

    /** The plan that a run went by; null if by none. */
    public @Nullable SavedPlan ofRun(long runId) {
        return repository.ofRun(runId).orElse(null);
    }

    public List<PlanComparison.Difference> compare(SavedPlan earlier, SavedPlan later) {
        return comparison.compare(earlier, later);
    }

    public SavedPlan approve(String id) {
        return plans.get().approve(id, files.fingerprint());
    }

    public SavedPlan reject(String id, String reason) {
        return plans.get().reject(id, reason);
    }
}
