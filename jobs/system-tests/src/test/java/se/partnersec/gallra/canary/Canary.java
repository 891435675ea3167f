package se.partnersec.gallra.canary;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

/** Somebody of whom there is something in every table and in the bucket, in words that stand nowhere else. */
record Canary(
        int number,
        String fullName,
        String userName,
        String email,
        String phone,
        String password,
        String home,
        String said,
        String address,
        String attacker,
        String cookie) {

    static Canary of(int n) {
        return new Canary(
                n,
                "Kanarie Fågelsång-" + n + "q",
                "kanariegul" + n + "q",
                "Kanarie.Gul" + n + "q@fagelbur.example",
                "+4670174" + (882_000 + n * 7),
                "{demo}Hemlig?Kvitter" + n + "q",
                "Kanariegatan " + n + "q, 123 45 Fågelstad",
                "jag heter kanarie nummer " + n + "q 🐤",
                "2001:db8:ca:" + n + "::7c" + n,
                "2001:db8:bad:" + n + "::9e" + n,
                "c0ffee" + n + "kanariekaka");
    }

    List<String> values() {
        return List.of(fullName, userName, email, phone, password, home, said, address, attacker, cookie);
    }

    /** One row of each kind, all due, of a user of customer 1 whose contract ended long ago. */
    void plant(Workplace work, LocalDate today, boolean onVoucher) {
        work.insert(
                "user_account",
                "id, customer_id, user_name, full_name, email, phone, password_hash, last_login_at",
                number,
                1,
                userName,
                fullName,
                email,
                phone,
                password,
                today.minusYears(3).atTime(9, 0));
        LocalDate old = today.minusYears(1);
        spoken(work, old);
        billed(work, today.minusMonths(8), onVoucher);
        work.insert(
                "ip_log",
                "id, seen_at, customer_id, user_id, service, address",
                number,
                old.atTime(9, 0),
                1,
                number,
                "mail",
                address);
        work.insert(
                "blocked_address",
                "id, address, reason, blocked_at, lifted_at",
                number,
                attacker,
                "nätfiske mot " + email,
                old.atTime(9, 0),
                old.plusDays(1).atTime(9, 0));
        work.insert(
                "quarantined_message",
                "id, blocked_id, received_at, indicator, body",
                number,
                number,
                old.atTime(8, 0),
                "paket.example",
                "Till " + fullName + ", " + home);
        work.insert(
                "newsletter_subscription",
                "id, user_id, email, subscribed_at, withdrawn_at",
                number,
                number,
                email.toUpperCase(Locale.ROOT),
                old.minusDays(30).atTime(9, 0),
                old.atTime(9, 0));
        work.insert(
                "sales_lead",
                "id, name, company, email, phone, message, collected_at",
                number,
                fullName,
                "Fågelbur AB",
                email,
                phone,
                home,
                old.atTime(9, 0));
        work.insert(
                "marketing_usage",
                "id, customer_id, user_id, campaign, month_on, quantity",
                number,
                1,
                number,
                "Brev till " + fullName,
                old.withDayOfMonth(1),
                40);
        work.insert(
                "web_visit", "id, user_id, visited_ms, cookie, page", number, number, millis(old), cookie, "/priser");
    }

    private void spoken(Workplace work, LocalDate old) {
        String recording = "calls/2025/samtal med " + userName + ".wav";
        work.insert(
                "call_recording",
                "id, customer_id, user_id, queue, caller_no, ended_at, object_key",
                number,
                1,
                number,
                "support",
                phone,
                old.atTime(10, 0),
                recording);
        work.insert("call_transcript", "id, recording_id, body", number, number, said + ", " + home);
        for (String version : List.of("första", "andra")) {
            work.bucket().put(recording, ("RIFF " + version + " " + said).getBytes(StandardCharsets.UTF_8));
        }
        String attachment = "chats/" + number + "/" + userName + ".png";
        work.insert(
                "chat_conversation",
                "id, customer_id, user_id, topic, closed_ms, last_message_ms",
                number,
                1,
                number,
                "flytt",
                millis(old),
                millis(old));
        work.insert(
                "chat_message",
                "id, conversation_id, sent_ms, sender, body",
                number,
                number,
                millis(old),
                fullName,
                said + " på " + home);
        work.insert(
                "chat_attachment",
                "id, conversation_id, file_name, object_key",
                number,
                number,
                userName + ".png",
                attachment);
        work.bucket().put(attachment, fullName.getBytes(StandardCharsets.UTF_8));
        work.bucket().hide(attachment);
    }

    /** Usage on a paid invoice, which stays for the books; it names the user if it is to keep a part of him. */
    private void billed(Workplace work, LocalDate settled, boolean onVoucher) {
        work.insert(
                "invoice",
                "id, customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore, reference_user_id",
                number,
                1,
                "F" + number,
                "9" + number,
                "A",
                number,
                settled.minusDays(20),
                settled.minusDays(20),
                settled,
                "PAID",
                4000,
                onVoucher ? number : null);
        work.paid(number, settled, 4000);
        work.insert("invoice_line", "id, invoice_id, article, quantity, amount_ore", number, number, "SMS", 40, 4000);
        work.insert(
                "sms_usage",
                "id, customer_id, user_id, invoice_id, line_id, number, used_on, quantity",
                number,
                1,
                number,
                number,
                number,
                phone,
                settled.minusDays(40),
                40);
    }

    private static long millis(LocalDate day) {
        return LocalDateTime.of(day, java.time.LocalTime.NOON)
                .atZone(Workplace.ZONE)
                .toInstant()
                .toEpochMilli();
    }

    /** Every record of which something was planted, as a hold names it. */
    Map<String, String> records() {
        Map<String, String> records = new java.util.LinkedHashMap<>();
        for (Scene scene : Scene.values()) {
            records.put(scene.table(), scene.category() + ":" + number);
        }
        return records;
    }
}
