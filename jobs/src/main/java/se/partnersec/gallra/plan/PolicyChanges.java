package se.partnersec.gallra.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.PolicyWords;
import se.partnersec.gallra.policy.RetentionPolicy;
import se.partnersec.gallra.policy.RuleTerms;
import se.partnersec.gallra.saved.PlanComparison;
import se.partnersec.gallra.store.KeyKinds;
import se.partnersec.gallra.store.KeyTags;
import se.partnersec.gallra.store.Sources;

/** Says what another version of the policy changes: in words, and in records that would go. Reads only. */
public record PolicyChanges(
        DataSource database, Sources sources, KeyKinds kinds, KeyTags tags, Collection<Category> categories) {

    /**
     * One category whose rule differs.
     *
     * @param shorter whether some record may fall due earlier
     * @param effect null where nothing was counted
     */
    public record Change(
            DataCategory category,
            String was,
            String is,
            boolean shorter,
            @Nullable Effect effect) {}

    /**
     * On a day.
     *
     * @param newlyDue would go by the later version only
     * @param noLonger would go by the earlier version only
     * @param newlyLate how many more would be late, without those that something keeps
     */
    public record Effect(long newlyDue, long noLonger, long newlyLate) {}

    /** In words alone; asks no server. */
    public static List<Change> words(RetentionPolicy earlier, RetentionPolicy later, Locale language) {
        PolicyWords was = new PolicyWords(earlier, language);
        PolicyWords is = new PolicyWords(later, language);
        List<Change> changes = new ArrayList<>();
        for (DataCategory category : DataCategory.values()) {
            RuleTerms before = RuleTerms.of(earlier, category);
            RuleTerms now = RuleTerms.of(later, category);
            if (!before.equals(now) || !was.rule(category).equals(is.rule(category))) {
                changes.add(new Change(category, was.rule(category), is.rule(category), now.shorterThan(before), null));
            }
        }
        return changes;
    }

    /** With what it would mean on a day. */
    public List<Change> counted(RetentionPolicy earlier, RetentionPolicy later, Locale language, LocalDate asOf) {
        return words(earlier, later, language).stream()
                .map(change -> categories.stream()
                        .filter(category -> category.category() == change.category())
                        .filter(category -> sources.tables().containsKey(change.category()))
                        .findFirst()
                        .map(category -> new Change(
                                change.category(),
                                change.was(),
                                change.is(),
                                change.shorter(),
                                effect(category, earlier, later, asOf)))
                        .orElse(change))
                .toList();
    }

    private Effect effect(Category category, RetentionPolicy earlier, RetentionPolicy later, LocalDate asOf) {
        Planner.Drawn before = new Planner(database, earlier, sources, kinds).draw(category, asOf, tags);
        Planner.Drawn now = new Planner(database, later, sources, kinds).draw(category, asOf, tags);
        PlanComparison.Difference difference = PlanComparison.compare(category.category(), before.keys(), now.keys());
        return new Effect(
                difference.newlyDue() + difference.released(),
                difference.gone() + difference.newlyHeld(),
                late(now.line()) - late(before.line()));
    }

    private static long late(PlanLine line) {
        return line.overdue() - line.overdueHeld();
    }
}
