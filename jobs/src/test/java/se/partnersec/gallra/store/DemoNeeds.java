package se.partnersec.gallra.store;

import java.util.Map;
import java.util.Set;
import se.partnersec.gallra.policy.DataCategory;

/** What the three categories of the shipped mapping look at. */
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
            DataCategory.IP_LOGS, needs(Set.of("seen_at"), "processor"));

    private DemoNeeds() {}

    private static RoleNeeds needs(Set<String> required, String... optional) {
        return new RoleNeeds(required, Set.of(optional));
    }
}
