package se.partnersec.gallra.category;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.engine.Category;
import se.partnersec.gallra.engine.LockedRecord;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** Chat logs: a conversation with its messages and attachments; the later of close and last message starts the clock. */
public final class ChatConversations implements Category {
    private static final String CLOSED_AT = "closed_at";
    private static final String LAST_MESSAGE_AT = "last_message_at";
    private static final String MESSAGES = "messages";
    private static final String SENT_AT = "sent_at";

    @Override
    public DataCategory category() {
        return DataCategory.CHAT_LOGS;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of(CLOSED_AT, LAST_MESSAGE_AT);
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of(MESSAGES + "/" + SENT_AT, Columns.BOOKKEEPING, Columns.BOOKED_ON, Columns.PROCESSOR);
    }

    @Override
    public List<String> startRoles() {
        return List.of(CLOSED_AT, LAST_MESSAGE_AT);
    }

    @Override
    public Map<String, Set<String>> words() {
        return Map.of(Columns.BOOKKEEPING, Columns.MARKS);
    }

    /** The messages themselves are asked too: the conversation's own column may lag behind them. */
    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        Row row = record.row();
        Instant last = row.instant(LAST_MESSAGE_AT);
        for (Row message : record.children(MESSAGES)) {
            last = later(last, message.instant(SENT_AT));
        }
        return new Facts.Chat(Columns.circumstances(record, years), row.instant(CLOSED_AT), last);
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
