package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Company.User;

/** Invents what people leave behind: calls, chats, log lines, blocks, subscriptions, leads and visits. */
final class Traces {
    private static final String[] QUEUES = {"sales", "support", "complaints", "training", "reception"};
    private static final int[] DUE = {4, 15, 27, 27, 27};

    private final Company company;
    private final Sheet sheet;
    private final Dice dice;
    private final List<Stored> stored = new ArrayList<>();

    Traces(Company company, Sheet sheet, Dice dice) {
        this.company = company;
        this.sheet = sheet;
        this.dice = dice;
    }

    /** An object to put, so many versions of it, and perhaps a marker on top. */
    record Stored(String key, int versions, boolean hidden) {}

    List<Stored> stored() {
        return stored;
    }

    void all(int customers) {
        for (int i = 0; i < customers; i++) {
            call();
            chat();
        }
        for (int i = 0; i < 4 * customers; i++) {
            log();
        }
        for (int i = 0; i < customers / 3; i++) {
            block();
        }
        for (int i = 0; i < customers; i++) {
            letter();
            visit();
        }
        for (int i = 0; i < customers / 2; i++) {
            lead();
        }
        for (int i = 0; i < Math.max(1, customers / 200); i++) {
            stored.add(new Stored("calls/utan-rad/" + i + ".wav", 1, false));
        }
    }

    private @Nullable User somebody() {
        return dice.percent(75) ? dice.of(company.users()) : null;
    }

    private @Nullable Long invoice() {
        return dice.percent(8) ? 1L + dice.below((int) sheet.last("invoice")) : null;
    }

    private @Nullable LocalDate booked(String mark) {
        return mark.equals("NONE") || dice.percent(5) ? null : company.anyDay(9);
    }

    private String mark() {
        return dice.percent(90) ? "NONE" : dice.of("FULL", "FULL", "FIELDS", "full", "OKLART", "");
    }

    private void call() {
        int queue = dice.below(QUEUES.length);
        LocalDate start = company.start(DUE[queue]);
        User user = somebody();
        long id = sheet.last("call_recording") + 1;
        String mark = mark();
        String key = dice.percent(1) ? null : String.format(Locale.ROOT, "calls/%d/samtal å %d.wav", id % 7, id);
        if (key != null && dice.permille(8)) {
            key = id % 2 == 0
                    ? "annat/" + id + ".wav"
                    : stored.isEmpty() ? key : stored.get(0).key();
        }
        if (start != null && mark.equals("FULL") && dice.percent(50)) {
            start = start.minusYears(8);
        }
        sheet.add(
                "call_recording",
                "customer_id, user_id, invoice_id, queue, caller_no, ended_at, object_key, bookkeeping, booked_on,"
                        + " processor_for",
                user == null ? null : user.customer(),
                user == null ? null : user.id(),
                invoice(),
                QUEUES[queue],
                dice.percent(70) ? dice.of(company.users()).phone() : null,
                start == null ? null : company.at(start),
                key,
                mark,
                start != null && mark.equals("FULL") ? start : booked(mark),
                dice.percent(1) ? 7L : null);
        for (int n = dice.below(3); n > 0; n--) {
            sheet.add("call_transcript", "recording_id, body", id, "Kunden frågar om sin faktura");
        }
        if (key != null && !dice.percent(1) && stored.stream().noneMatch(new SameKey(key)::is)) {
            stored.add(new Stored(key, dice.percent(15) ? 2 : 1, dice.percent(5)));
        }
    }

    private record SameKey(String key) {
        boolean is(Stored other) {
            return other.key().equals(key);
        }
    }

    private void chat() {
        LocalDate start = company.start(60);
        LocalDateTime last = start == null ? null : company.at(start);
        User user = somebody();
        long id = sheet.last("chat_conversation") + 1;
        int silent = dice.below(10);
        String mark = mark();
        sheet.add(
                "chat_conversation",
                "customer_id, user_id, invoice_id, topic, closed_ms, last_message_ms, bookkeeping, booked_on,"
                        + " processor_for",
                user == null ? null : user.customer(),
                user == null ? null : user.id(),
                invoice(),
                "faktura",
                last == null || silent == 0 ? null : millis(last.minusHours(dice.below(60))),
                last == null || silent == 1 ? null : millis(last),
                mark,
                booked(mark),
                dice.percent(1) ? 7L : null);
        for (int n = dice.below(3); n > 0 && last != null; n--) {
            // A message may be younger than the conversation says.
            sheet.add(
                    "chat_message",
                    "conversation_id, sent_ms, sender, body",
                    id,
                    millis(last.plusDays(dice.percent(5) ? 3 : -n)),
                    "kund",
                    "Hej 🙂");
        }
        if (dice.percent(30)) {
            String key = "chats/" + id + "/bild.png";
            sheet.add("chat_attachment", "conversation_id, file_name, object_key", id, "bild.png", key);
            stored.add(new Stored(key, 1, dice.percent(5)));
        }
    }

    private void log() {
        LocalDate start = company.start(173);
        User user = somebody();
        sheet.add(
                "ip_log",
                "seen_at, customer_id, user_id, service, address, processor_for",
                start == null ? null : company.at(start),
                user == null ? null : user.customer(),
                user == null ? null : user.id(),
                "mail",
                "192.0.2." + dice.below(255),
                dice.percent(1) ? 7L : null);
    }

    private void block() {
        LocalDate end = company.start(30);
        int kind = dice.below(10);
        LocalDate until = end == null || kind < 4 ? null : end.plusDays(kind < 7 ? 0 : dice.between(-9, 60));
        sheet.add(
                "blocked_address",
                "address, reason, blocked_at, blocked_until, lifted_at, review_by, processor_for",
                "198.51.100." + dice.below(255),
                "nätfiske",
                company.at(company.anyDay(2)),
                until,
                end == null || kind == 4 || kind == 5 ? null : company.at(end),
                dice.percent(60) ? company.first().plusDays(dice.between(-30, 150)) : null,
                dice.percent(1) ? 7L : null);
        for (int n = dice.below(3); n > 0; n--) {
            sheet.add(
                    "quarantined_message",
                    "blocked_id, received_at, indicator, body",
                    sheet.last("blocked_address"),
                    company.at(company.anyDay(1)),
                    "paket.example",
                    "Hämta ditt paket");
        }
    }

    private void letter() {
        User user = dice.of(company.users());
        LocalDate withdrawn = dice.percent(60) ? null : company.start(0);
        LocalDate given = withdrawn == null ? company.anyDay(4) : withdrawn.minusDays(dice.between(-1, 300));
        sheet.add(
                "newsletter_subscription",
                "user_id, email, channel, subscribed_at, withdrawn_at, processor_for",
                dice.percent(70) ? user.id() : null,
                dice.percent(20) ? user.email().toUpperCase(Locale.ROOT) : user.email(),
                dice.of("newsletter", "sms"),
                dice.percent(3) ? null : company.at(given),
                withdrawn == null ? null : company.at(withdrawn),
                dice.percent(1) ? 7L : null);
    }

    private void visit() {
        LocalDate start = company.start(90);
        sheet.add(
                "web_visit",
                "user_id, visited_ms, cookie, page, processor_for",
                dice.percent(40) ? dice.of(company.users()).id() : null,
                start == null ? null : millis(company.at(start)),
                "c0ffee",
                "/priser",
                dice.percent(1) ? 7L : null);
    }

    private void lead() {
        LocalDate start = company.start(90);
        sheet.add(
                "sales_lead",
                "customer_id, name, company, email, phone, message, collected_at, processor_for",
                dice.percent(20) ? dice.of(company.users()).customer() : null,
                "Påhittad Person",
                "Låtsas AB",
                "las@exempel.se",
                "+46701740605",
                "Ring mig",
                start == null ? null : company.at(start),
                dice.percent(1) ? 7L : null);
    }

    private static long millis(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
