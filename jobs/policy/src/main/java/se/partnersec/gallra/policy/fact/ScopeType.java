package se.partnersec.gallra.policy.fact;

import java.util.Locale;

/** What a hold may be placed on. */
public enum ScopeType {
    /** One record or one of its children: {@code chat-logs:17}, {@code chat-logs/messages:55}. */
    RECORD,
    USER,
    CUSTOMER,
    INVOICE,
    /** One object by its exact key in the bucket. */
    OBJECT,
    /** A whole data category. */
    CATEGORY;

    /** The name in files and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
