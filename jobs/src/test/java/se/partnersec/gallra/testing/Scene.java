package se.partnersec.gallra.testing;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.DataCategory;

/** How a record of each category is laid down in the demonstration schema, with everything that goes with it. */
public enum Scene {
    CALLS(DataCategory.CALL_RECORDINGS, "call_recording", 15, List.of("call_transcript")) {
        @Override
        public void put(Workplace work, Spec spec) {
            LocalDateTime ended = spec.start() == null ? null : spec.start().atTime(14, 20);
            work.insert(
                    "call_recording",
                    "id, customer_id, user_id, invoice_id, queue, ended_at, object_key, bookkeeping, booked_on, processor_for",
                    spec.id(),
                    spec.customer(),
                    spec.user(),
                    spec.invoice(),
                    "support",
                    ended,
                    objectKey(spec.id()),
                    spec.bookkeeping(),
                    spec.booked(),
                    spec.processor());
            work.insert("call_transcript", "id, recording_id, body", spec.id() * 10, spec.id(), "Hej");
            work.insert("call_transcript", "id, recording_id, body", spec.id() * 10 + 1, spec.id(), "Hej igen");
            work.bucket().put(String.valueOf(objectKey(spec.id())), "first".getBytes(StandardCharsets.UTF_8));
            work.bucket().put(String.valueOf(objectKey(spec.id())), "second".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public @Nullable String objectKey(long id) {
            return "calls/2026/samtal " + id + ".wav";
        }

        @Override
        public String child(long id) {
            return "call-recordings/transcripts:" + id * 10;
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin()
                    .update(
                            "UPDATE " + work.table("call_recording") + " SET ended_at = ?",
                            today.minusDays(1).atTime(10, 0));
        }
    },
    CHATS(DataCategory.CHAT_LOGS, "chat_conversation", 60, List.of("chat_message", "chat_attachment")) {
        @Override
        public void put(Workplace work, Spec spec) {
            Long ms = spec.start() == null ? null : millis(spec.start().atTime(12, 0));
            work.insert(
                    "chat_conversation",
                    "id, customer_id, user_id, invoice_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on, processor_for",
                    spec.id(),
                    spec.customer(),
                    spec.user(),
                    spec.invoice(),
                    "faktura",
                    ms,
                    ms == null ? null : ms - 60_000,
                    spec.bookkeeping(),
                    spec.booked(),
                    spec.processor());
            if (ms != null) {
                work.insert(
                        "chat_message",
                        "id, conversation_id, sent_ms, sender, body",
                        spec.id() * 10,
                        spec.id(),
                        ms - 60_000,
                        "kund",
                        "Hej");
            }
            work.insert(
                    "chat_attachment",
                    "id, conversation_id, file_name, object_key",
                    spec.id() * 10,
                    spec.id(),
                    "bild.png",
                    objectKey(spec.id()));
            work.bucket().put(String.valueOf(objectKey(spec.id())), "png".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public @Nullable String objectKey(long id) {
            return "chats/" + id + "/bild.png";
        }

        @Override
        public String child(long id) {
            return "chat-logs/attachments:" + id * 10;
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin()
                    .update(
                            "UPDATE " + work.table("chat_conversation") + " SET last_message_ms = ?",
                            millis(today.minusDays(1).atTime(10, 0)));
        }
    },
    IPS(DataCategory.IP_LOGS, "ip_log", 173, List.of()) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "ip_log",
                    "id, seen_at, customer_id, user_id, service, address, processor_for",
                    spec.id(),
                    spec.start() == null ? null : spec.start().atTime(11, 0),
                    spec.customer(),
                    spec.user(),
                    "mail",
                    "192.0.2.7",
                    spec.processor());
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin()
                    .update(
                            "UPDATE " + work.table("ip_log") + " SET seen_at = ?",
                            today.minusDays(1).atTime(10, 0));
        }
    },
    USAGE(DataCategory.TRAFFIC_DATA, "sms_usage", 0, List.of()) {
        @Override
        public void put(Workplace work, Spec spec) {
            Invoiced.usage(work, spec);
        }

        @Override
        public LocalDate firstDue(LocalDate today) {
            return latest(today, start -> start.plusMonths(6));
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin().update("UPDATE " + work.table("invoice") + " SET settled_on = ?", today.minusDays(1));
        }
    },
    INVOICES(DataCategory.INVOICES, "invoice", 0, List.of("invoice_line", "invoice_payment")) {
        @Override
        public void put(Workplace work, Spec spec) {
            Invoiced.record(work, spec);
        }

        @Override
        public LocalDate firstDue(LocalDate today) {
            return LocalDate.of(today.getYear() - 8, 12, 31);
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin().update("UPDATE " + work.table("invoice") + " SET booked_on = ?", today.minusDays(1));
        }

        @Override
        public String child(long id) {
            return "invoices/lines:" + id * 10;
        }
    },
    USERS(DataCategory.USER_DATA, "user_account", 0, List.of()) {
        @Override
        public void put(Workplace work, Spec spec) {
            Invoiced.user(work, spec);
        }

        @Override
        public LocalDate firstDue(LocalDate today) {
            return latest(today, start -> start.plusMonths(24).minusDays(14));
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin().update("UPDATE " + work.table("contract") + " SET end_on = ?", today.minusDays(1));
        }
    };

    private final DataCategory category;
    private final String table;
    private final int dueAfter;
    private final List<String> children;

    Scene(DataCategory category, String table, int dueAfter, List<String> children) {
        this.category = category;
        this.table = table;
        this.dueAfter = dueAfter;
        this.children = children;
    }

    /** One record to lay down. */
    public record Spec(
            long id,
            @Nullable LocalDate start,
            @Nullable Long customer,
            @Nullable Long user,
            @Nullable Long invoice,
            String bookkeeping,
            @Nullable LocalDate booked,
            @Nullable Long processor) {
        public static Spec of(long id, @Nullable LocalDate start) {
            return new Spec(id, start, 1L, 1L, null, "NONE", null, null);
        }

        public Spec customer(long value) {
            return new Spec(id, start, value, user, invoice, bookkeeping, booked, processor);
        }

        public Spec user(long value) {
            return new Spec(id, start, customer, value, invoice, bookkeeping, booked, processor);
        }

        public Spec invoice(long value) {
            return new Spec(id, start, customer, user, value, bookkeeping, booked, processor);
        }

        public Spec booked(LocalDate day) {
            return new Spec(id, start, customer, user, invoice, "FULL", day, processor);
        }

        public Spec processed() {
            return new Spec(id, start, customer, user, invoice, bookkeeping, booked, 77L);
        }
    }

    public abstract void put(Workplace work, Spec spec);

    public @Nullable String objectKey(long id) {
        return null;
    }

    /** A child of the record as a hold names it; null where there are none. */
    public @Nullable String child(long id) {
        return null;
    }

    /** Makes every record so young that it must stay. */
    public abstract void refresh(Workplace work, LocalDate today);

    /** Leaves nothing of any scene. */
    public void clear(Workplace work) {
        Invoiced.clear(work);
        children.forEach(c -> work.admin().update("DELETE FROM " + work.table(c)));
        work.admin().update("DELETE FROM " + work.table(table));
    }

    /** The latest start whose first due day has come. */
    private static LocalDate latest(LocalDate today, UnaryOperator<LocalDate> due) {
        LocalDate start = today;
        while (due.apply(start).isAfter(today)) {
            start = start.minusDays(1);
        }
        return start;
    }

    public DataCategory category() {
        return category;
    }

    public String table() {
        return table;
    }

    public List<String> children() {
        return children;
    }

    /** The start day of a record whose first due day is today. */
    public LocalDate firstDue(LocalDate today) {
        return today.minusDays(dueAfter);
    }

    /** The start day of a record that is kept today for the last time. */
    public LocalDate lastKept(LocalDate today) {
        return firstDue(today).plusDays(1);
    }

    /** Whether row, children and objects are all there. */
    public boolean whole(Workplace work, long id) {
        boolean rows = work.count(table, "id = " + id) == 1
                && children.stream().allMatch(c -> work.count(c, "id = " + id * 10) == 1);
        String key = objectKey(id);
        return rows && (key == null || !work.bucket().versionsOf(key).isEmpty());
    }

    /** Whether nothing of it is left anywhere. */
    public boolean gone(Workplace work, long id) {
        boolean rows = work.count(table, "id = " + id) == 0
                && children.stream()
                        .allMatch(c -> work.count(c, "id IN (" + id * 10 + ", " + (id * 10 + 1) + ")") == 0);
        String key = objectKey(id);
        return rows && (key == null || work.bucket().versionsOf(key).isEmpty());
    }

    static long millis(LocalDateTime wall) {
        return wall.atZone(Workplace.ZONE).toInstant().toEpochMilli();
    }
}
