package se.partnersec.gallra.categories;

import java.util.List;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;

/** The list of data categories, in the order in which {@code --all} runs them. A new category is a class and a line here. */
public final class Categories {
    private static final List<Category> ALL = List.of(
            new CallRecordings(),
            new ChatLogs(),
            new IpLogs(),
            new IpLogFiles(),
            new TrafficData(),
            new EmailTraffic(),
            new Invoices(),
            // Before the rows they lie in: a row may be due in the same night.
            new Credentials(),
            new UserData(),
            new FraudAddresses(),
            new Newsletter(),
            new MarketingTraffic(),
            new CollectedRecords("leads"),
            new CollectedRecords("web-visits"));

    private Categories() {}

    public static List<Category> all() {
        return ALL;
    }

    public static CategoryRegistry registry() {
        return new CategoryRegistry(ALL);
    }
}
