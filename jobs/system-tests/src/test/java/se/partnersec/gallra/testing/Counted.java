package se.partnersec.gallra.testing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records with little but a time, a person and what they are grouped by, and what is left of them as statistics. */
public record Counted(Workplace work) {

    /** The Swedish clock; an hour that happens twice is the first one. */
    public static Instant local(String wall) {
        return LocalDateTime.parse(wall)
                .atZone(Workplace.ZONE)
                .withEarlierOffsetAtOverlap()
                .toInstant();
    }

    public void chat(long id, @Nullable Long user, Instant last, String topic) {
        work.insert(
                "chat_conversation",
                "id, customer_id, user_id, topic, closed_ms, last_message_ms",
                id,
                1,
                user,
                topic,
                last.toEpochMilli(),
                last.toEpochMilli());
    }

    /** One chat of each of some persons, numbered from {@code first}. */
    public void chats(long first, int persons, Instant last, String topic) {
        for (int person = 0; person < persons; person++) {
            chat(first + person, 1L + person, last, topic);
        }
    }

    public void requests(long first, int persons, Instant seen, String service) {
        for (int person = 0; person < persons; person++) {
            work.insert(
                    "ip_log",
                    "id, seen_at, customer_id, user_id, service, address",
                    first + person,
                    LocalDateTime.ofInstant(seen, ZoneOffset.UTC),
                    1,
                    1L + person,
                    service,
                    "192.0.2.7");
        }
    }

    public void calls(long first, int persons, String wall, String queue) {
        for (int person = 0; person < persons; person++) {
            work.insert(
                    "call_recording",
                    "id, customer_id, user_id, queue, caller_no, ended_at",
                    first + person,
                    1,
                    1L + person,
                    queue,
                    "+4670174060" + person,
                    LocalDateTime.parse(wall));
        }
    }

    public List<String> ofChats() {
        return rows("chat_statistic", "month_on, topic, conversations");
    }

    public List<String> ofRequests() {
        return rows("ip_log_statistic", "day_on, service, requests");
    }

    public List<String> ofCalls() {
        return rows("call_statistic", "day_on, queue_name, calls");
    }

    /** Which periods are settled, and with how many rows. */
    public List<String> periods() {
        return strings("SELECT CONCAT_WS(' ', period_on, COALESCE(rows_written, 'left out')) FROM statistic_period"
                + " ORDER BY category, period_on");
    }

    private List<String> rows(String table, String columns) {
        return strings("SELECT CONCAT_WS(' ', " + columns + ") FROM " + work.table(table) + " ORDER BY " + columns);
    }

    private List<String> strings(String sql) {
        return work.admin().query(sql, (row, i) -> row.getString(1));
    }
}
