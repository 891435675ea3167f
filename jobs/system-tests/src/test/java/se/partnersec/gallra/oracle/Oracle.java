package se.partnersec.gallra.oracle;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
            "ip-log-files",
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
            clear(category, new Clearance(world, duties, rules, judgements));
        }
        return new Foretold(world, judgements);
    }

    private void clear(String category, Clearance clearance) {
        Duties duties = clearance.duties();
        RuleTable rules = clearance.rules();
        switch (category) {
            case "call-recordings" -> new ObjectRecords(clearance).calls();
            case "chat-logs" -> new ObjectRecords(clearance).chats();
            case "ip-logs" ->
                clearance.each(
                        category,
                        "ip_log",
                        row -> Holders.log(duties, row),
                        row -> rules.logged(Days.utc(row.text("seen_at"))));
            case "ip-log-files" -> new ObjectRecords(clearance).logFiles(days);
            case "traffic-data" ->
                new BookRecords(clearance).usage(category, "sms_usage", row -> Holders.usage(duties, row));
            case "email-traffic" ->
                new BookRecords(clearance).usage(category, "email_usage", row -> Holders.emails(duties, row));
            case "invoices" -> new BookRecords(clearance).invoices();
            case "credentials" -> new UserRecords(clearance).credentials();
            case "user-data" -> new UserRecords(clearance).users();
            case "fraud-addresses" -> blocks(clearance);
            case "newsletter" -> letters(clearance);
            case "marketing-traffic" -> campaigns(clearance);
            case "leads" ->
                clearance.each(
                        category,
                        "sales_lead",
                        row -> Holders.lead(duties, row),
                        row -> rules.loose(Days.utc(row.text("collected_at"))));
            default ->
                clearance.each(
                        category,
                        "web_visit",
                        row -> Holders.visit(duties, row),
                        row -> rules.loose(Days.millis(row.text("visited_ms"))));
        }
    }

    private void campaigns(Clearance clearance) {
        Map<String, List<Row>> consents = Bills.by(world.table("marketing_consent"), "customer_id");
        clearance.each(
                "marketing-traffic",
                "marketing_usage",
                row -> Holders.campaign(clearance.duties(), row),
                row -> Campaigns.judge(consents, days, row));
    }

    private void blocks(Clearance clearance) {
        Map<String, List<Row>> messages = Bills.by(world.table("quarantined_message"), "blocked_id");
        Map<String, Judgement> judged = clearance.each(
                "fraud-addresses",
                "blocked_address",
                row -> Holders.block(clearance.duties(), row, messages.getOrDefault(row.key(), List.of())),
                clearance.rules()::block);
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                clearance.remove("quarantined_message", messages.get(key));
            }
        });
    }

    private void letters(Clearance clearance) {
        Map<String, Row> rows = new HashMap<>();
        clearance
                .each("newsletter", "newsletter_subscription", row -> Holders.letter(clearance.duties(), row), row -> {
                    rows.put(row.key(), row);
                    return clearance.rules().letter(row);
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
}
