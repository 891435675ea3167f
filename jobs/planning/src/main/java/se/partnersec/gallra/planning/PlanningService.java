package se.partnersec.gallra.planning;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.planning.explain.InactiveUser;
import se.partnersec.gallra.planning.explain.InactiveUserList;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Questions about records that change nothing; each is answered under the account of the reader. */
public class PlanningService {
    private final Supplier<Planner> planner;
    private final Supplier<RecordExplainer> explainer;
    private final Supplier<KeptRangeVerifier> kept;
    private final Supplier<InactiveUserList> inactive;
    private final Supplier<SuppressionList> suppression;
    private final CategoryRegistry categories;

    public PlanningService(
            Supplier<Planner> planner,
            Supplier<RecordExplainer> explainer,
            Supplier<KeptRangeVerifier> kept,
            Supplier<InactiveUserList> inactive,
            Supplier<SuppressionList> suppression,
            CategoryRegistry categories) {
        this.planner = planner;
        this.explainer = explainer;
        this.kept = kept;
        this.inactive = inactive;
        this.suppression = suppression;
        this.categories = categories;
    }

    /** Counts what a run would do on a day. */
    public CategoryPlan plan(DataCategory category, LocalDate asOf) {
        return planner.get().plan(categories.get(category), asOf);
    }

    /** @param asOf null for today */
    public Explanation explain(DataCategory category, String key, @Nullable LocalDate asOf) {
        Category known = categories.get(category);
        return asOf == null
                ? explainer.get().explain(known, key)
                : explainer.get().explain(known, key, asOf);
    }

    /** Checks that every record that nightly runs skip is still on hold. */
    public KeptRangeVerifier.Result verifyKept(DataCategory category) {
        return kept.get().look(categories.get(category));
    }

    /** Since when an address is not to be written to, by channel; empty if it may be. */
    public Map<String, LocalDate> suppressed(String address) {
        return suppression.get().of(address);
    }

    /** Users not seen for more than 24 months whose customer has a contract; for review, no rule erases them. */
    public List<InactiveUser> inactiveUsers() {
        return categories.all().stream()
                .filter(category -> !category.seenRole().isEmpty())
                .flatMap(category -> inactive.get().list(category).stream())
                .toList();
    }
}
