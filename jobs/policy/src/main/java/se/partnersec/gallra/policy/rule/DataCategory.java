package se.partnersec.gallra.policy.rule;

import java.util.Arrays;
import java.util.Optional;

/** The data categories the privacy policy names, under the names used on the command line and in files. */
public enum DataCategory {
    CALL_RECORDINGS("call-recordings", "CALL"),
    CHAT_LOGS("chat-logs", "CHAT"),
    IP_LOGS("ip-logs", "CLOUD_IP"),
    IP_LOG_FILES("ip-log-files", "CLOUD_IP_FILE"),
    TRAFFIC_DATA("traffic-data", "TRAFFIC"),
    EMAIL_TRAFFIC("email-traffic", "EMAIL_TRAFFIC"),
    USER_DATA("user-data", "USER_DATA"),
    FRAUD_ADDRESSES("fraud-addresses", "FRAUD_IP"),
    NEWSLETTER("newsletter", "NEWSLETTER"),
    /** Traffic data that a customer lets be used for marketing. */
    MARKETING_TRAFFIC("marketing-traffic", "MARKETING"),
    INVOICES("invoices", "INVOICE"),
    LEADS("leads", "LEAD"),
    WEB_VISITS("web-visits", "WEB_VISIT"),
    /** Of a user whose row stays for a while yet: what he logged in with. */
    CREDENTIALS("credentials", "CREDENTIALS");

    private final String id;
    private final String code;

    DataCategory(String id, String code) {
        this.id = id;
        this.code = code;
    }

    /** The name on the command line and in files, such as {@code ip-logs}. */
    public String id() {
        return id;
    }

    /** The name in the table of worked decisions, such as {@code CLOUD_IP}. */
    public String code() {
        return code;
    }

    public static Optional<DataCategory> of(String name) {
        return Arrays.stream(values())
                .filter(c -> c.id.equals(name) || c.code.equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
