package se.partnersec.gallra.categories;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/** Chat logs: a conversation with its messages and attachments; the later of close and last message starts the clock. */
public final class ChatLogs implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("chat-logs"),
            StartEvent.CONVERSATION_ENDED,
            Period.ofDays(60),
            Period.ofDays(60),
            2,
            Kind.AFTER,
            Kind.MAX);

    private static final String CLOSED_AT = "closed_at";
    private static final String LAST_MESSAGE_AT = "last_message_at";
    private static final String MESSAGES = "messages";
    private static final String SENT_AT = "sent_at";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(
                Set.of(CLOSED_AT, LAST_MESSAGE_AT),
                Set.of(
                        MESSAGES + "/" + SENT_AT,
                        CommonColumns.BOOKKEEPING,
                        CommonColumns.BOOKED_ON,
                        CommonColumns.PROCESSOR));
    }

    @Override
    public List<String> startRoles() {
        return List.of(CLOSED_AT, LAST_MESSAGE_AT);
    }

    @Override
    public Map<String, Set<String>> words() {
        return Map.of(CommonColumns.BOOKKEEPING, CommonColumns.MARKS);
    }

    /** The messages themselves are asked too: the conversation's own column may lag behind them. */
    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        Instant last = row.instant(LAST_MESSAGE_AT);
        for (Row message : record.children(MESSAGES)) {
            last = later(last, message.instant(SENT_AT));
        }
        return new Facts.Chat(CommonColumns.circumstances(record, years), category(), row.instant(CLOSED_AT), last);
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
