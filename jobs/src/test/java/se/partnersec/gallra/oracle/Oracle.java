package se.partnersec.gallra.oracle;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.oracle.Rows.Row;

/** Foretells what one night of all jobs leaves of a world, category by category in their order. */
final class Oracle {
    /** In the order in which all of them are run. */
    static final List<String> ORDER = List.of(
            "call-recordings",
            "chat-logs",
            "ip-logs",
            "traffic-data",
            "email-traffic",
            "invoices",
            "credentials",
            "user-data",
            "fraud-addresses",
            "newsletter",
            "marketing-traffic",
            "leads",
            "web-visits");

    private final World world;
    private final Days days;
    private final Collection<Duty> placed;
    private final int looseDays;
    private final Set<String> remembered;
    private final Map<String, Map<String, Judgement>> judgements = new LinkedHashMap<>();

    /**
     * @param before is not changed
     * @param remembered channel and address of everybody who withdrew, of all nights so far; added to
     */
    Oracle(World before, Days days, Collection<Duty> placed, int looseDays, Set<String> remembered) {
        this.world = before.copy();
        this.days = days;
        this.placed = placed;
        this.looseDays = looseDays;
        this.remembered = remembered;
    }

    /** What is left, and why. */
    record Foretold(World world, Map<String, Map<String, Judgement>> judgements) {
        Map<Fate, Long> counts(String category) {
            Map<Fate, Long> counts = new EnumMap<>(Fate.class);
            judgements.getOrDefault(category, Map.of()).values().forEach(j -> counts.merge(j.fate(), 1L, Long::sum));
            return counts;
        }
    }

    Foretold night() {
        for (String category : ORDER) {
            Duties duties = new Duties(placed, world, days.now(), days.today());
            RuleTable rules = new RuleTable(world, days, looseDays);
            switch (category) {
                case "call-recordings" -> calls(duties, rules);
                case "chat-logs" -> chats(duties, rules);
                case "ip-logs" -> each(category, "ip_log", row -> Holders.log(duties, row), rules::log);
                case "traffic-data" -> usage(category, "sms_usage", row -> Holders.usage(duties, row), rules);
                case "email-traffic" -> usage(category, "email_usage", row -> Holders.emails(duties, row), rules);
                case "invoices" -> invoices(duties, rules);
                case "credentials" -> credentials(duties, rules);
                case "user-data" -> users(duties, rules);
                case "fraud-addresses" -> blocks(duties, rules);
                case "newsletter" -> letters(duties, rules);
                case "marketing-traffic" ->
                    campaigns(duties, Bills.by(world.table("marketing_consent"), "customer_id"));
                case "leads" ->
                    each(
                            category,
                            "sales_lead",
                            row -> Holders.lead(duties, row),
                            row -> rules.loose(Days.utc(row.text("collected_at"))));
                default ->
                    each(
                            category,
                            "web_visit",
                            row -> Holders.visit(duties, row),
                            row -> rules.loose(Days.millis(row.text("visited_ms"))));
            }
        }
        return new Foretold(world, judgements);
    }

    /** Judges every record of a category, then lets go what is to go. */
    private Map<String, Judgement> each(
            String category, String table, Function<Row, @Nullable Duty> held, Function<Row, Judgement> rule) {
        Map<String, Judgement> judged = new HashMap<>();
        for (Row row : world.table(table).all()) {
            judged.put(row.key(), judge(row, held, rule));
        }
        judgements.put(category, judged);
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                world.table(table).remove(key);
            }
        });
        return judged;
    }

    private static Judgement judge(Row row, Function<Row, @Nullable Duty> held, Function<Row, Judgement> rule) {
        if (processed(row)) {
            return Judgement.stays("it is a customer's, processed for it");
        }
        Duty duty = held.apply(row);
        return duty == null ? rule.apply(row) : Judgement.stays(duty.toString());
    }

    /** Processed for a customer: never ours to touch. */
    static boolean processed(Row row) {
        return row.text("processor_for") != null;
    }

    private void campaigns(Duties duties, Map<String, List<Row>> consents) {
        each(
                "marketing-traffic",
                "marketing_usage",
                row -> Holders.campaign(duties, row),
                row -> Campaigns.judge(consents, days, row));
    }

    private void calls(Duties duties, RuleTable rules) {
        Map<String, List<Row>> transcripts = Bills.by(world.table("call_transcript"), "recording_id");
        Set<String> shared = shared(world.table("call_recording"), "object_key");
        Map<String, String> objects = new HashMap<>();
        Map<String, Judgement> judged = each(
                "call-recordings",
                "call_recording",
                row -> Holders.call(duties, row, transcripts.getOrDefault(row.key(), List.of())),
                row -> {
                    String object = row.text("object_key");
                    if (object != null) {
                        objects.put(row.key(), object);
                    }
                    return mayTouch(rules.call(row), object, "calls/", shared);
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                remove("call_transcript", transcripts.get(key));
                world.objects().remove(objects.getOrDefault(key, ""));
            }
        });
    }

    private void chats(Duties duties, RuleTable rules) {
        Map<String, List<Row>> messages = Bills.by(world.table("chat_message"), "conversation_id");
        Map<String, List<Row>> attachments = Bills.by(world.table("chat_attachment"), "conversation_id");
        Set<String> shared = shared(world.table("chat_attachment"), "object_key");
        Map<String, Judgement> judged = each(
                "chat-logs",
                "chat_conversation",
                row -> Holders.chat(
                        duties,
                        row,
                        messages.getOrDefault(row.key(), List.of()),
                        attachments.getOrDefault(row.key(), List.of())),
                row -> {
                    Judgement judgement = rules.chat(row);
                    for (Row attachment : attachments.getOrDefault(row.key(), List.of())) {
                        judgement = mayTouch(judgement, attachment.text("object_key"), "chats/", shared);
                    }
                    return judgement;
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                remove("chat_message", messages.get(key));
                for (Row attachment : attachments.getOrDefault(key, List.of())) {
                    world.objects().remove(attachment.required("object_key"));
                }
                remove("chat_attachment", attachments.get(key));
            }
        });
    }

    private static Judgement mayTouch(Judgement judgement, @Nullable String object, String prefix, Set<String> shared) {
        if (!judgement.goes() || object == null) {
            return judgement;
        }
        return object.startsWith(prefix) && !shared.contains(object)
                ? judgement
                : Judgement.stays("its object may be another's");
    }

    private static Set<String> shared(Rows rows, String column) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (Row row : rows.all()) {
            String key = row.text(column);
            if (key != null && !seen.add(key)) {
                twice.add(key);
            }
        }
        return twice;
    }

    private void usage(String category, String table, Function<Row, @Nullable Duty> held, RuleTable rules) {
        Rows details = world.table(table);
        Map<String, Row> rows = new HashMap<>();
        Map<String, Judgement> judged = each(category, table, held, row -> {
            rows.put(row.key(), row);
            return rules.usage(row);
        });
        judged.forEach((key, judgement) -> {
            if (judgement.fate() == Fate.REDUCED) {
                addToSum(world.table(table + "_sum"), rows.get(key));
                details.remove(key);
            }
        });
    }

    private static void addToSum(Rows sums, @Nullable Row detail) {
        if (detail == null) {
            throw new IllegalStateException("judged and never read");
        }
        String line = detail.required("line_id");
        String month = detail.required("used_on").substring(0, 7) + "-01";
        Row sum = sums.get(line + "/" + month);
        if (sum == null) {
            @Nullable String[] values = new @Nullable String[sums.columns().size()];
            sums.add(line + "/" + month, values);
            sum = sums.get(line + "/" + month);
        }
        if (sum == null) {
            throw new IllegalStateException("added and not there");
        }
        sum.set("id", "");
        sum.set("line_id", line);
        sum.set("month_on", month);
        sum.set("customer_id", detail.text("customer_id"));
        sum.set("quantity", plus(sum.text("quantity"), detail.required("quantity")));
        sum.set("details", plus(sum.text("details"), "1"));
    }

    private static String plus(@Nullable String sum, String more) {
        return String.valueOf((sum == null ? 0 : Long.parseLong(sum)) + Long.parseLong(more));
    }

    private void invoices(Duties duties, RuleTable rules) {
        Map<String, List<Row>> lines = Bills.by(world.table("invoice_line"), "invoice_id");
        Map<String, List<Row>> payments = Bills.by(world.table("invoice_payment"), "invoice_id");
        Map<String, List<Row>> disputes = Bills.by(world.table("invoice_dispute"), "invoice_id");
        Map<String, List<Row>> sums = Bills.by(world.table("sms_usage_sum"), "line_id");
        Map<String, List<Row>> emailSums = Bills.by(world.table("email_usage_sum"), "line_id");
        Set<String> needed = new HashSet<>();
        Set<String> linesNeeded = new HashSet<>();
        for (String usage : List.of("sms_usage", "email_usage")) {
            needed.addAll(Bills.by(world.table(usage), "invoice_id").keySet());
            linesNeeded.addAll(Bills.by(world.table(usage), "line_id").keySet());
        }
        Pointing pointing = Pointing.atInvoices(world, duties);
        Map<String, Judgement> judged = each(
                "invoices",
                "invoice",
                row -> Holders.invoice(
                        duties,
                        row,
                        lines.getOrDefault(row.key(), List.of()),
                        payments.getOrDefault(row.key(), List.of()),
                        disputes.getOrDefault(row.key(), List.of()),
                        pointing),
                row -> {
                    boolean used = needed.contains(row.key())
                            || lines.getOrDefault(row.key(), List.of()).stream()
                                    .anyMatch(line -> linesNeeded.contains(line.key()));
                    Judgement judgement = apart(rules.invoice(row), row, pointing);
                    return judgement.goes() && used ? Judgement.refused("usage that stays is on it") : judgement;
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                for (Row line : lines.getOrDefault(key, List.of())) {
                    remove("sms_usage_sum", sums.get(line.key()));
                    remove("email_usage_sum", emailSums.get(line.key()));
                }
                remove("invoice_line", lines.get(key));
                remove("invoice_payment", payments.get(key));
                remove("invoice_dispute", disputes.get(key));
                pointing.forget(key);
            }
        });
    }

    /** What would go stays while a customer's own rows point at it: somebody has to part the two. */
    private static Judgement apart(Judgement judgement, Row row, Pointing pointing) {
        return judgement.goes() && pointing.processed(row)
                ? Judgement.stays("a customer's own rows point at it")
                : judgement;
    }

    private void credentials(Duties duties, RuleTable rules) {
        Map<String, List<Row>> memberships = Bills.by(world.table("user_membership"), "user_id");
        Map<String, Judgement> judged = new HashMap<>();
        for (Row row : world.table("user_account").all()) {
            if (row.text("password_hash") != null) {
                judged.put(
                        row.key(),
                        judge(
                                row,
                                each -> Holders.account(duties, each, memberships.getOrDefault(each.key(), List.of())),
                                rules::credentials));
            }
        }
        judgements.put("credentials", judged);
        judged.forEach((key, judgement) -> {
            Row row = world.table("user_account").get(key);
            if (judgement.goes() && row != null) {
                row.set("password_hash", null);
                row.set("has_password", "0");
            }
        });
    }

    private void users(Duties duties, RuleTable rules) {
        Map<String, List<Row>> memberships = Bills.by(world.table("user_membership"), "user_id");
        Pointing pointing = Pointing.atUsers(world, duties);
        Set<String> named =
                Bills.by(world.table("invoice"), "reference_user_id").keySet();
        Map<String, Judgement> judged = each(
                "user-data",
                "user_account",
                row -> Holders.user(duties, row, memberships.getOrDefault(row.key(), List.of()), pointing),
                row -> {
                    Judgement judgement = apart(
                            rules.user(row, Days.day(world.reducedUntil().get("user-data:" + row.key()))),
                            row,
                            pointing);
                    return judgement.goes() && named.contains(row.key())
                            ? Judgement.refused("an invoice that stays names it")
                            : judgement;
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes() || judgement.fate() == Fate.REDUCED) {
                pointing.forget(key);
                remove("user_membership", memberships.get(key));
            }
            Row user = world.table("user_account").get(key);
            if (judgement.fate() == Fate.REDUCED && user != null) {
                List.of("user_name", "full_name", "email", "phone").forEach(column -> user.set(column, "-"));
                user.set("password_hash", null);
                user.set("has_password", "0");
                user.set("last_login_at", null);
                world.reducedUntil().put("user-data:" + key, String.valueOf(judgement.until()));
            }
        });
    }

    private void blocks(Duties duties, RuleTable rules) {
        Map<String, List<Row>> messages = Bills.by(world.table("quarantined_message"), "blocked_id");
        Map<String, Judgement> judged = each(
                "fraud-addresses",
                "blocked_address",
                row -> Holders.block(duties, row, messages.getOrDefault(row.key(), List.of())),
                rules::block);
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                remove("quarantined_message", messages.get(key));
            }
        });
    }

    private void letters(Duties duties, RuleTable rules) {
        Map<String, Row> rows = new HashMap<>();
        each("newsletter", "newsletter_subscription", row -> Holders.letter(duties, row), row -> {
                    rows.put(row.key(), row);
                    return rules.letter(row);
                })
                .forEach((key, judgement) -> {
                    Row row = rows.get(key);
                    if (judgement.goes() && row != null) {
                        String address = row.required("email").strip().toLowerCase(Locale.ROOT);
                        if (remembered.add(row.required("channel") + " " + address)) {
                            world.suppressed().merge(row.required("channel"), 1, Integer::sum);
                        }
                    }
                });
    }

    private void remove(String table, @Nullable List<Row> rows) {
        if (rows != null) {
            rows.forEach(row -> world.table(table).remove(row.key()));
        }
    }
}
