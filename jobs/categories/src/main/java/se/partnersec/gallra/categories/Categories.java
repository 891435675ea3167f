package se.partnersec.gallra.categories;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.policy.rule.DataCategory;

/** The list of jobs: read this first. A new category is a class, a line here, and its blocks in the two files. */
public final class Categories {
    private static final List<Category> ALL = List.of(
            new CallRecordings(),
            new ChatLogs(),
            new IpLogs(),
            new IpLogFiles(),
            new SmsTraffic(),
            new EmailTraffic(),
            new Invoices(),
            // Before the rows they lie in: a row may be due in the same night.
            new Credentials(),
            new UserData(),
            new FraudAddresses(),
            new NewsletterConsents(),
            new MarketingTraffic(),
            new CollectedRecords(DataCategory.LEADS),
            new CollectedRecords(DataCategory.WEB_VISITS));

    private Categories() {}

    /** In the order in which {@code --all} runs them. */
    public static Map<DataCategory, Category> all() {
        Map<DataCategory, Category> all = new LinkedHashMap<>();
        ALL.forEach(c -> all.put(c.category(), c));
        return all;
    }

    /** Those whose records the Bookkeeping Act can keep, whether or not there is a job for them yet. */
    public static Set<DataCategory> keptByBooks() {
        Set<DataCategory> kept = EnumSet.of(DataCategory.TRAFFIC_DATA, DataCategory.USER_DATA, DataCategory.INVOICES);
        ALL.stream()
                .filter(c -> Stream.of(c.requiredRoles(), c.optionalRoles())
                        .anyMatch(roles -> roles.contains("bookkeeping")))
                .forEach(c -> kept.add(c.category()));
        return kept;
    }

    /** What each needs of its mapping. */
    public static Map<DataCategory, RequiredRoles> needs() {
        Map<DataCategory, RequiredRoles> needs = new LinkedHashMap<>();
        ALL.forEach(
                c -> needs.put(c.category(), new RequiredRoles(c.requiredRoles(), c.optionalRoles(), countedBy(c))));
        return needs;
    }

    public static CategoryRegistry registry() {
        return new CategoryRegistry(ALL, keptByBooks());
    }

    public static CategoryRequirements requirements() {
        return new CategoryRequirements(needs(), keptByBooks());
    }

    /** Where another column may start the clock earlier, a period might not be over before its first record goes. */
    private static List<String> countedBy(Category category) {
        return category.firstRoles().isEmpty()
                ? category.startRoles().stream()
                        .filter(role -> role.endsWith("_at"))
                        .toList()
                : List.of();
    }
}
