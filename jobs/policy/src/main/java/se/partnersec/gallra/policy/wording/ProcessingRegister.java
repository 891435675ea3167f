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

    /** Swedish for {@code sv}, otherwise English. */
    public ProcessingRegister(RetentionPolicy policy, Locale locale) {
        this.policy = policy;
        this.words = new PolicyDescription(policy, locale);
        this.page = new LabelledText(locale);
    }

    /**
     * A line of heads, then one line a category, always in the same order.
     *
     * @param recipients who holds copies of a category's records
     */
    public List<List<String>> lines(Map<DataCategory, List<String>> recipients) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                page.say("Kategori", "Category"),
                page.say("Uppgifter", "Data"),
                page.say("Ändamål", "Purpose"),
                page.say("Rättslig grund", "Legal basis"),
                page.say("Tid räknas från", "Period counts from"),
                page.say("Gallringsregel", "Retention rule"),
                page.say("Kortaste tid", "Floor"),
                page.say("Längsta tid", "Ceiling"),
                page.say("Åtgärd", "Action"),
                page.say("Mottagare av kopior", "Recipients of copies"),
                page.say("Lag", "Law"),
                page.say("Löfte i integritetspolicyn", "Promise of the privacy policy")));
        for (DataCategory category : DataCategory.values()) {
            lines.add(line(policy.rule(category), recipients.getOrDefault(category, List.of())));
        }
        return lines;
    }

    private List<String> line(RetentionRule rule, List<String> recipients) {
        DataCategory category = rule.category();
        RetentionRule.Timing timing = rule.timing();
        return List.of(
                category.id(),
                words.name(category),
                purpose(category),
                String.join("; ", rule.grounds().basis()),
                words.event(category),
                words.rule(category),
                timing.floor().isZero() ? page.say("ingen", "none") : words.length(timing.floor()),
                ceiling(timing.ceiling()),
                rule.disposition() == RetentionRule.Disposition.ERASE
                        ? page.say("radera", "erase")
                        : page.say("radera eller avidentifiera", "erase or anonymise"),
                recipients.isEmpty() ? page.say("inga angivna", "none declared") : String.join("; ", recipients),
                String.join("; ", rule.grounds().law()),
                rule.grounds().sentence());
    }

    private String ceiling(Period ceiling) {
        return ceiling.isZero() ? page.say("genast", "at once") : words.length(ceiling);
    }

    /** In the words of the privacy policy, its part about what data is used for. */
    private String purpose(DataCategory category) {
        return switch (category) {
            case CALL_RECORDINGS, CHAT_LOGS ->
                page.say(
                        "utbilda medarbetare och förbättra arbetssätt",
                        "training staff and improving the way of working");
            case IP_LOGS, IP_LOG_FILES ->
                page.say("felsöka om det uppstår problem", "finding faults when problems arise");
            case TRAFFIC_DATA, EMAIL_TRAFFIC -> page.say("fakturering", "billing");
            case USER_DATA, CREDENTIALS ->
                page.say("tillhandahålla produkter och tjänster", "providing products and services");
            case FRAUD_ADDRESSES ->
                page.say(
                        "skydda mot bedrägerier, virus, spam och trojaner",
                        "protection against fraud, viruses, spam and trojans");
            case NEWSLETTER, MARKETING_TRAFFIC, LEADS -> page.say("marknadsföring", "marketing");
            case INVOICES ->
                page.say("fullgöra rättsliga skyldigheter, bokföring", "fulfilling legal duties, bookkeeping");
            case WEB_VISITS -> page.say("utveckla verksamhet och tjänster", "developing the business and its services");
        };
    }
}
