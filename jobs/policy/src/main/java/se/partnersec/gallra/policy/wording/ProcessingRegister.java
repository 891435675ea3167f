package se.partnersec.gallra.policy.wording;

import java.util.Locale;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.RetentionRule;

/**
 * The rules as the record of processing activities (GDPR Art. 30(1)) and a deletion concept (ISO/IEC 27555) name them: made of the same rules that
 * the jobs obey, so that they cannot differ.
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
     * One category in words.
     *
     * @param name what it is called
     * @param subjects categories of data subjects
     * @param data categories of personal data
     * @param start event from which the period counts
     * @param period how long it is kept after that; that none is set, where the policy names none
     * @param within by when the erasure is complete, counted from the same event
     */
    public record Entry(
            String name,
            String subjects,
            String data,
            String purpose,
            String basis,
            String start,
            String period,
            String within,
            String rule,
            String action,
            String law,
            String sentence) {}

    public Entry entry(DataCategory category) {
        RetentionRule rule = policy.rule(category);
        CategoryTexts texts = CategoryTexts.of(category, locale);
        return new Entry(
                texts.name(),
                texts.subjects(),
                texts.data(),
                texts.purpose(),
                String.join("; ", rule.grounds().basis()),
                words.event(category),
                period(rule),
                within(rule),
                words.rule(category),
                page.say(
                        rule.disposition() == RetentionRule.Disposition.ERASE
                                ? "register.erase"
                                : "register.erase-or-anonymise"),
                String.join("; ", rule.grounds().law()),
                rule.grounds().sentence());
    }

    private String period(RetentionRule rule) {
        if (!rule.hasPeriod()) {
            return page.say("register.not-set");
        }
        return rule.period().isZero() ? page.say("register.once") : words.length(rule.period());
    }

    private String within(RetentionRule rule) {
        if (!rule.hasPeriod()) {
            return page.say("register.not-set");
        }
        RetentionRule.Timing timing = rule.timing();
        return switch (timing.kind()) {
            case MAX, RANGE -> words.length(timing.period());
            case AFTER, WHILE ->
                timing.period().isZero()
                        ? words.days(timing.tolerance())
                        : page.say("register.and-then", words.length(timing.period()), words.days(timing.tolerance()));
        };
    }
}
