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
        words = new LabelledText(locale);
    }

    /** Every rule of the policy, a block each. */
    public String show() {
        LabelledText page = new LabelledText(locale);
        for (RetentionRule rule : policy.rules()) {
            DataCategory category = rule.category();
            page.heading(name(category) + " (" + category.id() + ")");
            page.line(words.say("Regel", "Rule"), rule(category));
            page.line(words.say("Löfte", "Promise"), "\u201d" + rule.grounds().sentence() + "\u201d");
            page.line(words.say("Lag", "Law"), String.join(", ", rule.grounds().law()));
            page.line(
                    words.say("Grund", "Basis"),
                    String.join(", ", rule.grounds().basis()));
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
                : words.say(
                        " Det som bokföringslagen kräver av posten sparas fält för fält, resten tas bort i tid.",
                        " What the Bookkeeping Act requires of the record stays, field by field; the rest goes on time.");
        String spread = rule.spread() == 0
                ? ""
                : words.say(
                        " Ett års volym blir fri samma dag och fördelas över " + days(rule.spread()) + ".",
                        " A year's volume comes free on one day and is spread over " + days(rule.spread()) + ".");
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
                return words.say(
                        "Raderas helt senast " + period + " efter " + after + "; körningen tar posten "
                                + days(timing.lead()) + " dessförinnan.",
                        "Completely gone by " + period + " after " + after + "; a run takes the record "
                                + days(timing.lead()) + " before.");
            default:
                if (timing.period().isZero()) {
                    return words.say(
                            "Tas bort genast efter " + after + ", inom " + days(timing.tolerance()) + ".",
                            "Erased at once after " + after + ", within " + days(timing.tolerance()) + ".");
                }
                return words.say(
                        "Sparas " + period + " efter " + after + " och tas sedan bort inom " + days(timing.tolerance())
                                + ".",
                        "Kept for " + period + " after " + after + ", then erased within " + days(timing.tolerance())
                                + ".");
        }
    }

    private String range(RetentionRule.Timing timing, String after) {
        String queues = policy.queueTargets().entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return words.say(
                "Raderas i alla versioner senast " + length(timing.period()) + " efter " + after + ", aldrig före hela "
                        + days(timing.floor().getDays()) + ". Dagar per kö: " + queues + "; annan kö "
                        + policy.unmappedTarget() + ", med en varning. Senast " + days(timing.lead())
                        + " före gränsen tas posten.",
                "Gone in all versions by " + length(timing.period()) + " after " + after + ", never before full "
                        + days(timing.floor().getDays()) + ". Days per queue: " + queues + "; any other queue "
                        + policy.unmappedTarget() + ", with a warning. Taken at the latest " + days(timing.lead())
                        + " before the limit.");
    }

    private String untimed(String reviewBy) {
        return reviewBy.isEmpty()
                ? words.say(
                        "Policyn anger ingen tid. Inget tas bort och allt anmäls för granskning tills dataskyddsombudet"
                                + " har satt ett datum eller en tid.",
                        "The policy names no time. Nothing is erased, and all is reported for review, until the"
                                + " data-protection officer has set a date or a period.")
                : words.say(
                        "Policyn anger ingen tid. Sparas tills vidare; ska omprövas senast " + reviewBy + ".",
                        "The policy names no time. Kept for now; to be reviewed by " + reviewBy + ".");
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
        return words.say(days == 1 ? "1 dag" : days + " dagar", days == 1 ? "1 day" : days + " days");
    }

    String length(Period period) {
        List<String> parts = new ArrayList<>();
        if (period.getYears() != 0) {
            parts.add(words.say(period.getYears() + " år", count(period.getYears(), "year")));
        }
        if (period.getMonths() != 0) {
            parts.add(words.say(
                    period.getMonths() + (period.getMonths() == 1 ? " månad" : " månader"),
                    count(period.getMonths(), "month")));
        }
        if (period.getDays() != 0 || parts.isEmpty()) {
            parts.add(days(period.getDays()));
        }
        return String.join(words.say(" och ", " and "), parts);
    }

    private static String count(int n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s");
    }
}
