package se.partnersec.gallra.testing;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;

/** How a record of each category is laid down in the demonstration schema, with everything that goes with it. */
public enum Scene implements CategoryScene {
    CALLS(
            CategoryIds.CALL_RECORDINGS,
            "call_recording",
            15,
            List.of("call_transcript"),
            Set.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE)) {
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
        public String later(LocalDate today) {
            return "ended_at = '" + today.minusDays(1) + " 10:00:00'";
        }
    },
    CHATS(
            CategoryIds.CHAT_LOGS,
            "chat_conversation",
            60,
            List.of("chat_message", "chat_attachment"),
            Set.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE)) {
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
        public String later(LocalDate today) {
            return "last_message_ms = " + millis(today.minusDays(1).atTime(12, 0));
        }
    },
    IPS(CategoryIds.IP_LOGS, "ip_log", 173, List.of(), Set.of(ScopeType.CUSTOMER, ScopeType.USER)) {
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
        public String later(LocalDate today) {
            return "seen_at = '" + today.minusDays(1) + " 10:00:00'";
        }
    },
    LOG_FILES(
            CategoryIds.IP_LOG_FILES,
            "access_log_file",
            173,
            List.of("access_log_party"),
            Set.of(ScopeType.CUSTOMER, ScopeType.USER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "access_log_file",
                    "id, object_key, oldest_at, newest_at, entries, processor_for",
                    spec.id(),
                    objectKey(spec.id()),
                    spec.start() == null ? null : spec.start().atTime(11, 0),
                    spec.start() == null ? null : spec.start().atTime(11, 59),
                    2,
                    spec.processor());
            work.insert(
                    "access_log_party",
                    "id, file_id, customer_id, user_id",
                    spec.id() * 10,
                    spec.id(),
                    spec.customer(),
                    spec.user());
            work.bucket().put(String.valueOf(objectKey(spec.id())), "entries".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public @Nullable String objectKey(long id) {
            return "iplogs/2026/inkommande " + id + ".log";
        }

        @Override
        public String child(long id) {
            return "ip-log-files/parties:" + id * 10;
        }

        @Override
        public String later(LocalDate today) {
            return "oldest_at = '" + today.minusDays(1) + " 10:00:00', newest_at = NULL";
        }
    },
    BLOCKS(CategoryIds.FRAUD_ADDRESSES, "blocked_address", 30, List.of("quarantined_message"), Set.of()) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "blocked_address",
                    "id, address, reason, blocked_at, lifted_at, processor_for",
                    spec.id(),
                    "192.0.2.9",
                    "nätfiske",
                    LocalDateTime.of(2020, 1, 1, 12, 0),
                    spec.start() == null ? null : spec.start().atTime(9, 0),
                    spec.processor());
            for (int i = 0; i < 2; i++) {
                work.insert(
                        "quarantined_message",
                        "id, blocked_id, received_at, indicator, body",
                        spec.id() * 10 + i,
                        spec.id(),
                        LocalDateTime.of(2020, 1, 1, 11, 0),
                        "paket.example",
                        "Hämta ditt paket");
            }
        }

        @Override
        public String child(long id) {
            return "fraud-addresses/messages:" + id * 10;
        }

        /** A block that nobody lifted is in force: somebody must review it. */
        @Override
        public String withoutStart() {
            return "BLOCK_REVIEW_OVERDUE";
        }

        @Override
        public String later(LocalDate today) {
            return "lifted_at = '" + today.minusDays(1) + " 10:00:00'";
        }
    },
    LETTERS(CategoryIds.NEWSLETTER, "newsletter_subscription", 0, List.of(), Set.of(ScopeType.USER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "newsletter_subscription",
                    "id, user_id, email, subscribed_at, withdrawn_at, processor_for",
                    spec.id(),
                    spec.user(),
                    "las" + spec.id() + "@exempel.se",
                    spec.start() == null ? null : spec.start().minusDays(90).atTime(8, 0),
                    spec.start() == null ? null : spec.start().atStartOfDay(),
                    spec.processor());
        }

        /** The consent was given anew. */
        @Override
        public String later(LocalDate today) {
            return "withdrawn_at = NULL";
        }
    },
    /** Withdrawn by the customer: all of one customer's rows start on the day of the spec that was put last. */
    CAMPAIGNS(
            CategoryIds.MARKETING_TRAFFIC,
            "marketing_usage",
            0,
            List.of(),
            Set.of(ScopeType.CUSTOMER, ScopeType.USER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "marketing_usage",
                    "id, customer_id, user_id, campaign, month_on, quantity, processor_for",
                    spec.id(),
                    spec.customer(),
                    spec.user(),
                    "Mer SMS",
                    LocalDate.of(2026, 1, 1),
                    40,
                    spec.processor());
            work.admin()
                    .update(
                            "DELETE FROM " + work.table("marketing_consent") + " WHERE customer_id = ?",
                            spec.customer());
            if (spec.start() != null) {
                work.insert(
                        "marketing_consent",
                        "customer_id, given_at, withdrawn_at",
                        spec.customer(),
                        spec.start().minusDays(90).atTime(8, 0),
                        spec.start().atStartOfDay());
            }
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            work.admin().update("UPDATE " + work.table("marketing_consent") + " SET withdrawn_at = NULL");
        }
    },
    LEADS(CategoryIds.LEADS, "sales_lead", Scene.TIMED_DAYS, List.of(), Set.of(ScopeType.CUSTOMER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "sales_lead",
                    "id, customer_id, name, company, email, phone, message, collected_at, processor_for",
                    spec.id(),
                    spec.customer(),
                    "Påhittad Person",
                    "Låtsas AB",
                    "las@exempel.se",
                    "+46701740605",
                    "Ring mig",
                    spec.start() == null ? null : spec.start().atTime(11, 0),
                    spec.processor());
        }

        @Override
        public String later(LocalDate today) {
            return "collected_at = '" + today.minusDays(1) + " 10:00:00'";
        }
    },
    VISITS(CategoryIds.WEB_VISITS, "web_visit", Scene.TIMED_DAYS, List.of(), Set.of(ScopeType.USER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            work.insert(
                    "web_visit",
                    "id, user_id, visited_ms, cookie, page, processor_for",
                    spec.id(),
                    spec.user(),
                    spec.start() == null ? null : millis(spec.start().atTime(12, 0)),
                    "c0ffee",
                    "/priser",
                    spec.processor());
        }

        @Override
        public String later(LocalDate today) {
            return "visited_ms = " + millis(today.minusDays(1).atTime(12, 0));
        }
    },
    USAGE(
            CategoryIds.TRAFFIC_DATA,
            "sms_usage",
            0,
            List.of(),
            Set.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE)) {
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

        @Override
        public boolean booked() {
            return true;
        }
    },
    EMAILS(
            CategoryIds.EMAIL_TRAFFIC,
            "email_usage",
            0,
            List.of(),
            Set.of(ScopeType.CUSTOMER, ScopeType.USER, ScopeType.INVOICE)) {
        @Override
        public void put(Workplace work, Spec spec) {
            Invoiced.emails(work, spec);
        }

        @Override
        public LocalDate firstDue(LocalDate today) {
            return USAGE.firstDue(today);
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            USAGE.refresh(work, today);
        }

        @Override
        public boolean booked() {
            return true;
        }
    },
    INVOICES(
            CategoryIds.INVOICES,
            "invoice",
            0,
            List.of("invoice_line", "invoice_payment"),
            Set.of(ScopeType.CUSTOMER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            Invoiced.record(work, spec);
        }

        @Override
        public LocalDate firstDue(LocalDate today) {
            return LocalDate.of(today.getYear() - 8, 12, 31);
        }

        @Override
        public String later(LocalDate today) {
            return "booked_on = '" + today.minusDays(1) + "'";
        }

        @Override
        public String child(long id) {
            return "invoices/lines:" + id * 10;
        }

        @Override
        public String withoutStart() {
            return "NO_FISCAL_YEAR";
        }

        @Override
        public boolean booked() {
            return true;
        }
    },
    USERS(CategoryIds.USER_DATA, "user_account", 0, List.of(), Set.of(ScopeType.CUSTOMER)) {
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
    },
    /** What a user logs in with; his row stays. */
    LOGINS(CategoryIds.CREDENTIALS, "user_account", 30, List.of(), Set.of(ScopeType.CUSTOMER)) {
        @Override
        public void put(Workplace work, Spec spec) {
            Invoiced.user(work, spec);
        }

        @Override
        public void refresh(Workplace work, LocalDate today) {
            USERS.refresh(work, today);
        }

        @Override
        public boolean whole(Workplace work, long id) {
            return work.count("user_account", "password_hash IS NOT NULL AND id = " + id) == 1;
        }

        @Override
        public boolean gone(Workplace work, long id) {
            return work.count("user_account", "password_hash IS NULL AND full_name <> '-' AND id = " + id) == 1;
        }
    };

    /** The period the tests set where the shipped policy sets none. */
    private static final int TIMED_DAYS = 90;

    private final DataCategory category;
    private final String table;
    private final int dueAfter;
    private final List<String> children;
    private final Set<ScopeType> scopes;

    Scene(DataCategory category, String table, int dueAfter, List<String> children, Set<ScopeType> scopes) {
        this.category = category;
        this.table = table;
        this.dueAfter = dueAfter;
        this.children = children;
        this.scopes = scopes;
    }

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

    @Override
    public boolean booked() {
        return this == CALLS || this == CHATS;
    }

    /** Whether the shipped policy erases any of it. */
    public boolean timed() {
        return this != LEADS && this != VISITS;
    }

    /** The policy with a period for what the shipped one only reports. */
    public static String withPeriods(String policy) {
        return policy.replace(
                        "kind: WHILE\n    period: none\n    tolerance: P0D",
                        "kind: AFTER\n    period: P" + TIMED_DAYS + "D\n    tolerance: P2D")
                .replace("    review-by: not set\n", "");
    }

    /** The scenes whose records need no customer, invoice, contract or consent of their own. */
    public static List<Scene> loose() {
        return Arrays.stream(values())
                .filter(scene -> !EnumSet.of(USAGE, EMAILS, INVOICES, USERS, LOGINS, CAMPAIGNS)
                        .contains(scene))
                .toList();
    }

    @Override
    public DataCategory category() {
        return category;
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public int dueAfter() {
        return dueAfter;
    }

    @Override
    public List<String> children() {
        return children;
    }

    @Override
    public Set<ScopeType> scopes() {
        return scopes;
    }

    static long millis(LocalDateTime wall) {
        return wall.atZone(Workplace.ZONE).toInstant().toEpochMilli();
    }
}
