package se.partnersec.gallra.policy.fact;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.testing.CategoryIds;

/** Reads the facts and holds of a worked decision: {@code key=value|key=value}, an absent key is an unknown fact. */
public final class OracleFacts {

    private static final String MOMENT = "\\d{4}-\\d{2}-\\d{2}(?:T[^/]*?)?";
    private static final Pattern CONTRACT =
            Pattern.compile("(?:([^:]*?):)??(" + MOMENT + ")?\\.\\.(" + MOMENT + ")?(?:/(.+))?");
    /** A plus that is not the offset of an instant. */
    private static final Pattern BETWEEN_CONTRACTS = Pattern.compile("\\+(?!\\d{2}:\\d{2}(?:\\.\\.|/|\\+|$))");

    private static final Pattern HOLD =
            Pattern.compile("(\\w+)@(.*?)\\.\\.([^!?]*)(?:!([^!?]*))?(?:\\?([^!?]*))?(?:!([^!?]*))?");

    private final DataCategory category;
    private final Map<String, String> values = new LinkedHashMap<>();

    private OracleFacts(DataCategory category, String text) {
        this.category = category;
        if (!text.isBlank()) {
            for (String pair : text.split("\\|")) {
                int equals = pair.indexOf('=');
                values.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
    }

    public static Facts facts(DataCategory category, String text) {
        return new OracleFacts(category, text).facts();
    }

    public static List<Hold> holds(String text) {
        List<Hold> holds = new ArrayList<>();
        if (!text.isBlank()) {
            for (String part : text.split(" \\+ ")) {
                Matcher m = HOLD.matcher(part.strip());
                if (!m.matches()) {
                    throw new IllegalArgumentException("not a hold: '" + part + "'");
                }
                String released = m.group(4) != null ? m.group(4) : m.group(6);
                holds.add(new Hold(
                        "H-" + (holds.size() + 1),
                        HoldType.valueOf(m.group(1)),
                        m.group(2).isBlank() ? Instant.EPOCH : instant(m.group(2)),
                        m.group(3).isBlank() ? null : date(m.group(3)),
                        released == null || released.isBlank() ? null : instant(released),
                        m.group(5) == null || m.group(5).isBlank() ? null : date(m.group(5))));
            }
        }
        return holds;
    }

    public static Instant instant(String text) {
        return text.contains("T")
                ? OffsetDateTime.parse(text).toInstant()
                : SwedishCalendar.startOfDay(LocalDate.parse(text));
    }

    static LocalDate date(String text) {
        return text.contains("T")
                ? SwedishCalendar.localDate(OffsetDateTime.parse(text).toInstant())
                : LocalDate.parse(text);
    }

    private Facts facts() {
        Facts.Circumstances c = circumstances();
        switch (category.id()) {
            case "call-recordings":
                String target = values.get("target");
                return new Facts.Call(
                        c,
                        CategoryIds.CALL_RECORDINGS,
                        at("ended_at"),
                        target == null ? null : Integer.valueOf(target),
                        at("last_modified"));
            case "chat-logs":
                return new Facts.Chat(c, CategoryIds.CHAT_LOGS, at("closed_at"), at("last_message_at"));
            case "ip-logs":
                Instant oldest = at("ts") == null ? at("oldest_ts") : at("ts");
                return new Facts.AccessLog(
                        c, CategoryIds.IP_LOGS, oldest, at("newest_ts") == null ? oldest : at("newest_ts"));
            case "traffic-data":
                return new Facts.Traffic(c, CategoryIds.TRAFFIC_DATA, claims(), on("usage"), disputes());
            case "user-data":
                String billing = values.get("billing_contact");
                return new Facts.User(
                        c,
                        CategoryIds.USER_DATA,
                        contracts(),
                        is("open_claim"),
                        billing == null ? null : billing.equals("true"));
            case "credentials":
                return new Facts.Credentials(c, CategoryIds.CREDENTIALS, contracts());
            case "fraud-addresses":
                String block = values.get("block");
                return new Facts.Fraud(
                        c,
                        CategoryIds.FRAUD_ADDRESSES,
                        Arrays.stream(Facts.Block.values())
                                .filter(b -> b.name().equals(block))
                                .findFirst()
                                .orElse(null),
                        on("review_by"),
                        on("blocked_until"),
                        at("lifted"));
            case "newsletter":
                return new Facts.Consent(c, category, List.of(new Facts.Given(at("subscribed"), at("withdrawn"))));
            case "marketing-traffic":
                return new Facts.Consent(
                        c,
                        category,
                        spans("consents").stream()
                                .map(m -> new Facts.Given(at(m, 2), at(m, 3)))
                                .toList());
            case "invoices":
                return new Facts.Invoice(c, CategoryIds.INVOICES, claims());
            default:
                return new Facts.Collected(c, category, at("collected"));
        }
    }

    private Facts.Circumstances circumstances() {
        LocalDate accepted = on("request_accepted");
        LocalDate received = on("request_received");
        ErasureRequest request =
                accepted == null ? null : new ErasureRequest(received == null ? accepted : received, accepted);
        return new Facts.Circumstances(
                "PROCESSOR".equals(values.get("role")),
                at("erased_at"),
                new Bookkeeping(
                        Bookkeeping.Extent.valueOf(values.getOrDefault("bk", "NONE")),
                        list("fy_end").stream().map(OracleFacts::date).toList(),
                        list("booked").stream().map(OracleFacts::date).toList(),
                        list("fys").stream().flatMap(OracleFacts::fiscalYear).toList()),
                "REDUCED".equals(values.get("state")),
                request);
    }

    /** A year the law does not allow is none we know. */
    private static Stream<FiscalYear> fiscalYear(String text) {
        String[] ends = text.split("\\.\\.");
        try {
            return Stream.of(new FiscalYear(LocalDate.parse(ends[0].strip()), LocalDate.parse(ends[1].strip())));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private List<Facts.Contract> contracts() {
        return spans("contracts").stream()
                .map(m -> new Facts.Contract(
                        m.group(2) == null ? null : date(m.group(2)),
                        m.group(3) == null ? null : date(m.group(3)),
                        m.group(4)))
                .toList();
    }

    private List<Matcher> spans(String key) {
        String text = values.get(key);
        if (text == null || text.isBlank()) {
            return List.of();
        }
        List<Matcher> spans = new ArrayList<>();
        for (String part : BETWEEN_CONTRACTS.split(text)) {
            Matcher m = CONTRACT.matcher(part.strip());
            if (!m.matches()) {
                throw new IllegalArgumentException("not from when to when: '" + part + "'");
            }
            spans.add(m);
        }
        return spans;
    }

    private static @Nullable Instant at(Matcher span, int group) {
        return span.group(group) == null ? null : instant(span.group(group));
    }

    private List<Facts.Claim> claims() {
        TreeSet<Integer> numbers = new TreeSet<>();
        Pattern key = Pattern.compile("inv(\\d+)\\..+");
        values.keySet().stream()
                .map(key::matcher)
                .filter(Matcher::matches)
                .forEach(m -> numbers.add(Integer.valueOf(m.group(1))));
        return numbers.stream().map(n -> claim("inv" + n + ".")).toList();
    }

    private Facts.Claim claim(String prefix) {
        String status = values.get(prefix + "status");
        return new Facts.Claim(
                status == null ? null : ClaimStatus.of(status).orElse(null),
                on(prefix + "issued"),
                on(prefix + "settled"),
                on(prefix + "interrupted"),
                is(prefix + "in_court"),
                is(prefix + "consumer"));
    }

    private List<Facts.Dispute> disputes() {
        boolean open = "OPEN".equals(values.get("dispute"));
        Instant opened = at("dispute_opened");
        Instant closed = at("dispute_closed");
        return open || opened != null || closed != null ? List.of(new Facts.Dispute(open, opened, closed)) : List.of();
    }

    private List<String> list(String key) {
        String text = values.get(key);
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    private @Nullable Instant at(String key) {
        String text = values.get(key);
        return text == null || text.isBlank() ? null : instant(text);
    }

    private @Nullable LocalDate on(String key) {
        String text = values.get(key);
        return text == null || text.isBlank() ? null : date(text);
    }

    private boolean is(String key) {
        return "true".equals(values.get(key));
    }
}
