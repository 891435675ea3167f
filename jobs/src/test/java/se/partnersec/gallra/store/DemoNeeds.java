package se.partnersec.gallra.store;

import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.policy.DataCategory;

/** What the categories of the shipped mapping look at. */
final class DemoNeeds {
    static final Map<DataCategory, RoleNeeds> ALL = Map.of(
            DataCategory.CALL_RECORDINGS, needs(Set.of("ended_at"), "queue", "bookkeeping", "booked_on", "processor"),
            DataCategory.CHAT_LOGS,
                    needs(
                            Set.of("closed_at", "last_message_at"),
                            "messages/sent_at",
                            "bookkeeping",
                            "booked_on",
                            "processor"),
            DataCategory.IP_LOGS, needs(Set.of("seen_at"), "processor"),
            DataCategory.FRAUD_ADDRESSES,
                    needs(
                            Set.of("lifted_at", "review_by_on"),
                            "block",
                            "blocked_until_on",
                            "address",
                            "reason",
                            "blocked_at",
                            "messages/indicator",
                            "processor"),
            DataCategory.NEWSLETTER, needs(Set.of("given_at", "withdrawn_at", "email"), "channel", "processor"),
            DataCategory.LEADS, needs(Set.of("collected_at"), "processor"),
            DataCategory.WEB_VISITS, needs(Set.of("collected_at"), "processor"));

    private DemoNeeds() {}

    private static RoleNeeds needs(Set<String> required, String... optional) {
        return new RoleNeeds(required, Set.of(optional));
    }
}
