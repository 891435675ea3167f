package se.partnersec.gallra.planning.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.MappingComparison;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.decision.RuleComparison;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.wording.PolicyDescription;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Says what another version of the policy changes: in words, and in records that would go. Reads only. */
public record PolicyImpact(
        DataSource database,
        SourceMapping sources,
        KeyTypes kinds,
        Pseudonymizer tags,
        Collection<Category> categories) {

    /**
     * One category whose rule or mapping differs.
     *
     * @param was empty where there is nothing to compare with
     * @param shorter whether by the rule some record may fall due earlier
     * @param longer whether by the rule some record may be kept longer, and none may fall due earlier
     * @param mapping what of the mapping differs, line by line; none where it is not known of both versions
     * @param looser whether by the mapping some record may go earlier, or a hold miss it
     * @param effect of the rule, by the mapping at hand; null where nothing was counted
     */
    public record Change(
            DataCategory category,
            String was,
            String is,
            boolean shorter,
            boolean longer,
            List<String> mapping,
            boolean looser,
            @Nullable Effect effect) {
        public Change {
            mapping = List.copyOf(mapping);
        }

        private Change with(Effect counted) {
            return new Change(category, was, is, shorter, longer, mapping, looser, counted);
        }
    }

    /**
     * On a day.
     *
     * @param newlyDue would go by the later version only
     * @param noLonger would go by the earlier version only
     * @param newlyLate how many more would be late, without those that something keeps
     */
    public record Effect(long newlyDue, long noLonger, long newlyLate) {}

    /**
     * In words alone; asks no server.
     *
     * @param earlier by category; those that are not in it are not compared
     */
    public static List<Change> words(Map<DataCategory, PolicyVersion> earlier, PolicyVersion later, Locale language) {
        PolicyDescription is = new PolicyDescription(later.policy(), language);
        List<Change> changes = new ArrayList<>();
        earlier.forEach((category, before) -> {
            String was = new PolicyDescription(before.policy(), language).rule(category);
            RuleComparison then = RuleComparison.of(before.policy(), category);
            RuleComparison now = RuleComparison.of(later.policy(), category);
            List<String> mapping = new ArrayList<>();
            boolean looser = false;
            if (before.sources() != null && later.sources() != null) {
                MappingComparison read = MappingComparison.of(before.sources(), category);
                MappingComparison reads = MappingComparison.of(later.sources(), category);
                mapping.addAll(reads.differences(read));
                looser = reads.looserThan(read);
            }
            if (!then.equals(now) || !was.equals(is.rule(category)) || !mapping.isEmpty()) {
                boolean shorter = now.shorterThan(then);
                boolean longer = !shorter && then.shorterThan(now);
                changes.add(new Change(category, was, is.rule(category), shorter, longer, mapping, looser, null));
            }
        });
        return changes;
    }

    /** Every rule, where there is none to compare with. */
    public static List<Change> all(Collection<DataCategory> categories, RetentionPolicy policy, Locale language) {
        PolicyDescription words = new PolicyDescription(policy, language);
        return categories.stream()
                .map(category -> new Change(category, "", words.rule(category), false, false, List.of(), false, null))
                .toList();
    }

    /**
     * With what they would mean on a day.
     *
     * @param earlier by category; where there is none, what falls due by the later one is counted
     */
    public List<Change> counted(
            List<Change> changes, Map<DataCategory, PolicyVersion> earlier, PolicyVersion later, LocalDate asOf) {
        List<Change> counted = new ArrayList<>();
        for (Change change : changes) {
            PolicyVersion before = earlier.get(change.category());
            counted.add(categories.stream()
                    .filter(each -> each.category().equals(change.category()))
                    .filter(each -> sources.tables().containsKey(change.category()))
                    .findFirst()
                    .map(category -> change.with(
                            effect(category, before == null ? null : before.policy(), later.policy(), asOf)))
                    .orElse(change));
        }
        return counted;
    }

    private Effect effect(Category category, @Nullable RetentionPolicy earlier, RetentionPolicy later, LocalDate asOf) {
        Planner.Drawn now = new Planner(database, later, sources, kinds, tags).draw(category, asOf);
        if (earlier == null) {
            return new Effect(now.line().wouldErase() + now.line().wouldReduce(), 0, late(now.line()));
        }
        Planner.Drawn before = new Planner(database, earlier, sources, kinds, tags).draw(category, asOf);
        PlanComparison.Difference difference = PlanComparison.compare(category.category(), before.keys(), now.keys());
        return new Effect(
                difference.newlyDue() + difference.released(),
                difference.gone() + difference.newlyHeld(),
                late(now.line()) - late(before.line()));
    }

    private static long late(CategoryPlan line) {
        return line.overdue() - line.overdueHeld();
    }
}
