package se.partnersec.gallra.policy.wording;

import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.RetentionRule;

/**
 * The record of processing activities (GDPR Art. 30(1)) as far as it is about erasure: made of the same rules that the jobs
 * obey, so that the two cannot differ.
 */
public final class ProcessingRegister {
    private final RetentionPolicy policy;
    private final PolicyDescription words;
    private final LabelledText page;
    private final Locale locale;

    /** Swedish for {@code sv}, otherwise English. */
    public ProcessingRegister(RetentionPolicy policy, Locale locale) {
        this.policy = policy;
        this.words = new PolicyDescription(policy, locale);
        this.page = new LabelledText("policy", locale);
        this.locale = locale;
    }

    /**
     * A line of heads, then one line a category, always in the same order.
     *
     * @param recipients who holds copies of a category's records
     */
    public List<List<String>> lines(Map<DataCategory, List<String>> recipients) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                page.say("register.category"),
                page.say("register.data"),
                page.say("register.purpose"),
                page.say("register.legal-basis"),
                page.say("register.period-counts-from"),
                page.say("register.retention-rule"),
                page.say("register.floor"),
                page.say("register.ceiling"),
                page.say("register.action"),
                page.say("register.recipients-copies"),
                page.say("register.law"),
                page.say("register.promise-privacy-policy")));
        policy.rules().forEach(rule -> lines.add(line(rule, recipients.getOrDefault(rule.category(), List.of()))));
        return lines;
    }

    private List<String> line(RetentionRule rule, List<String> recipients) {
        DataCategory category = rule.category();
        RetentionRule.Timing timing = rule.timing();
        return List.of(
                category.id(),
                words.name(category),
                CategoryTexts.of(category, locale).purpose(),
                String.join("; ", rule.grounds().basis()),
                words.event(category),
                words.rule(category),
                timing.floor().isZero() ? page.say("register.none") : words.length(timing.floor()),
                ceiling(timing.ceiling()),
                rule.disposition() == RetentionRule.Disposition.ERASE
                        ? page.say("register.erase")
                        : page.say("register.erase-or-anonymise"),
                recipients.isEmpty() ? page.say("register.none-declared") : String.join("; ", recipients),
                String.join("; ", rule.grounds().law()),
                rule.grounds().sentence());
    }

    private String ceiling(Period ceiling) {
        return ceiling.isZero() ? page.say("register.once") : words.length(ceiling);
    }
}
