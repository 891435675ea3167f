package se.partnersec.gallra.planning.holding;

import java.util.Locale;
import java.util.Optional;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A record as a hold names it: {@code chat-logs:17}, or one of its children: {@code chat-logs/messages:55}.
 *
 * @param place the category, and after a slash the child's name in the mapping; empty where the text is of neither form
 */
record RecordScope(String place, String key) {

    static RecordScope of(HoldScope scope) {
        String text = scope.text().strip();
        int colon = text.indexOf(':');
        return colon < 0
                ? new RecordScope("", text)
                : new RecordScope(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1));
    }

    Optional<DataCategory> category() {
        int slash = place.indexOf('/');
        return DataCategory.parse(slash < 0 ? place : place.substring(0, slash));
    }

    boolean child() {
        return place.indexOf('/') >= 0;
    }
}
