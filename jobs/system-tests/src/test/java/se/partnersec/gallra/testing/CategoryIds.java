package se.partnersec.gallra.testing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.policy.rule.DataCategories;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Names of the shipped categories. */
public final class CategoryIds {
    public static final DataCategory CALL_RECORDINGS = new DataCategory("call-recordings");
    public static final DataCategory CHAT_LOGS = new DataCategory("chat-logs");
    public static final DataCategory IP_LOGS = new DataCategory("ip-logs");
    public static final DataCategory IP_LOG_FILES = new DataCategory("ip-log-files");
    public static final DataCategory TRAFFIC_DATA = new DataCategory("traffic-data");
    public static final DataCategory EMAIL_TRAFFIC = new DataCategory("email-traffic");
    public static final DataCategory USER_DATA = new DataCategory("user-data");
    public static final DataCategory FRAUD_ADDRESSES = new DataCategory("fraud-addresses");
    public static final DataCategory NEWSLETTER = new DataCategory("newsletter");
    public static final DataCategory MARKETING_TRAFFIC = new DataCategory("marketing-traffic");
    public static final DataCategory INVOICES = new DataCategory("invoices");
    public static final DataCategory LEADS = new DataCategory("leads");
    public static final DataCategory WEB_VISITS = new DataCategory("web-visits");
    public static final DataCategory CREDENTIALS = new DataCategory("credentials");

    public static final List<DataCategory> ALL = List.of(
            CALL_RECORDINGS,
            CHAT_LOGS,
            IP_LOGS,
            IP_LOG_FILES,
            TRAFFIC_DATA,
            EMAIL_TRAFFIC,
            USER_DATA,
            FRAUD_ADDRESSES,
            NEWSLETTER,
            MARKETING_TRAFFIC,
            INVOICES,
            LEADS,
            WEB_VISITS,
            CREDENTIALS);

    /** With the bounds of their rules, for readers of policy.yml. */
    public static final DataCategories KNOWN =
            Categories.registry().requirements().categories();

    /** By the codes of the table of worked decisions. */
    private static final Map<String, DataCategory> CODES = Map.ofEntries(
            Map.entry("CALL", CALL_RECORDINGS),
            Map.entry("CHAT", CHAT_LOGS),
            Map.entry("CLOUD_IP", IP_LOGS),
            Map.entry("CLOUD_IP_FILE", IP_LOG_FILES),
            Map.entry("TRAFFIC", TRAFFIC_DATA),
            Map.entry("EMAIL_TRAFFIC", EMAIL_TRAFFIC),
            Map.entry("USER_DATA", USER_DATA),
            Map.entry("FRAUD_IP", FRAUD_ADDRESSES),
            Map.entry("NEWSLETTER", NEWSLETTER),
            Map.entry("MARKETING", MARKETING_TRAFFIC),
            Map.entry("INVOICE", INVOICES),
            Map.entry("LEAD", LEADS),
            Map.entry("WEB_VISIT", WEB_VISITS),
            Map.entry("CREDENTIALS", CREDENTIALS));

    private CategoryIds() {}

    /** @throws NullPointerException for a code that the table does not use */
    public static DataCategory ofCode(String code) {
        return Objects.requireNonNull(CODES.get(code), code);
    }
}
