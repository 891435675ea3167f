package se.partnersec.gallra.policy.wording;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.PolicyChoices;
import se.partnersec.gallra.policy.rule.RetentionRule;

/** Says the rules, and what they decide, in sentences for people: Swedish for {@code sv}, otherwise English. */
public final class PolicyDescription {

    private final RetentionPolicy policy;
    private final Locale locale;
    private final LabelledText words;

    public PolicyDescription(RetentionPolicy policy, Locale locale) {
        this.policy = policy;
        this.locale = locale;
        words = new LabelledText("policy", locale);
    }

    /** Every rule of the policy, a block each. */
    public String show() {
        LabelledText page = new LabelledText("policy", locale);
        for (RetentionRule rule : policy.rules()) {
            DataCategory category = rule.category();
            page.heading(name(category) + " (" + category.id() + ")");
            page.line(words.say("rule.rule"), rule(category));
            page.line(words.say("rule.promise"), "\u201d" + rule.grounds().sentence() + "\u201d");
            page.line(words.say("rule.law"), String.join(", ", rule.grounds().law()));
            page.line(words.say("rule.basis"), String.join(", ", rule.grounds().basis()));
        }
        return page.toString();
    }

    /** Why a record is kept or goes at an instant: rule, start, dates, holds, result. */
    public String explain(Facts facts, List<Hold> holds, Instant now) {
        return new VerdictDescription(policy, this, locale).explain(facts, holds, now);
    }

    /** The rule of a category in one to four sentences. */
    public String rule(DataCategory category) {
        RetentionRule rule = policy.rule(category);
        String end = rule.disposition() == RetentionRule.Disposition.ERASE
                ? ""
                : " " + words.say("rule.what-bookkeeping-act-requires");
        String spread = rule.spread() == 0 ? "" : " " + words.say("rule.year-volume-comes-free", days(rule.spread()));
        return state(rule) + timing(rule) + spread + end;
    }

    /** What keeps a record of this category before its period counts. */
    private String state(RetentionRule rule) {
        PolicyChoices choices = policy.choices();
        String kept = texts(rule.category()).kept(length(choices.limitation()), length(choices.consumerLimitation()));
        return kept.isEmpty() ? "" : kept + " ";
    }

    private String timing(RetentionRule rule) {
        RetentionRule.Timing timing = rule.timing();
        String after = event(rule.category());
        String period = length(timing.period());
        if (!rule.hasPeriod()) {
            return untimed(rule.reviewBy() == null ? "" : rule.reviewBy().toString());
        }
        switch (timing.kind()) {
            case RANGE:
                return range(timing, after);
            case MAX:
                return words.say("rule.completely-gone-after-run", period, after, days(timing.lead()));
            default:
                if (timing.period().isZero()) {
                    return words.say("rule.erased-once-after-within", after, days(timing.tolerance()));
                }
                return words.say("rule.kept-after-then-erased", period, after, days(timing.tolerance()));
        }
    }

    private String range(RetentionRule.Timing timing, String after) {
        String queues = policy.queueTargets().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return words.say(
                "rule.gone-all-versions-after",
                length(timing.period()),
                after,
                days(timing.floor().getDays()),
                queues,
                policy.unmappedTarget(),
                days(timing.lead()));
    }

    private String untimed(String reviewBy) {
        return reviewBy.isEmpty() ? words.say("rule.no-period") : words.say("rule.no-period-reviewed", reviewBy);
    }

    String name(DataCategory category) {
        return texts(category).name();
    }

    /** The start event in a phrase that follows "after". */
    String event(DataCategory category) {
        return texts(category).event();
    }

    private CategoryTexts texts(DataCategory category) {
        return CategoryTexts.of(category, locale);
    }

    String days(int days) {
        return count(days, "rule.day", "rule.days");
    }

    String length(Period period) {
        List<String> parts = new ArrayList<>();
        if (period.getYears() != 0) {
            parts.add(count(period.getYears(), "rule.year", "rule.years"));
        }
        if (period.getMonths() != 0) {
            parts.add(count(period.getMonths(), "rule.month", "rule.months"));
        }
        if (period.getDays() != 0 || parts.isEmpty()) {
            parts.add(days(period.getDays()));
        }
        return String.join(" " + words.say("rule.and") + " ", parts);
    }

    private String count(int n, String one, String more) {
        return words.say(n == 1 ? one : more, n);
    }
}
