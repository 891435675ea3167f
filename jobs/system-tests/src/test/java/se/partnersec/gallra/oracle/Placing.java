package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Rows.Row;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.MovedTime;

/** Places holds of every kind through the program's own service, and releases some again. */
final class Placing {
    private static final List<String[]> RECORDS = List.of(
            new String[] {"call_recording", "call-recordings"},
            new String[] {"call_transcript", "call-recordings/transcripts"},
            new String[] {"chat_conversation", "chat-logs"},
            new String[] {"chat_message", "chat-logs/messages"},
            new String[] {"chat_attachment", "chat-logs/attachments"},
            new String[] {"ip_log", "ip-logs"},
            new String[] {"access_log_file", "ip-log-files"},
            new String[] {"access_log_party", "ip-log-files/parties"},
            new String[] {"access_log_party", "user-data/in_log_files"},
            new String[] {"sms_usage", "traffic-data"},
            new String[] {"sms_usage", "traffic-data"},
            new String[] {"email_usage", "email-traffic"},
            new String[] {"invoice", "invoices"},
            new String[] {"invoice_line", "invoices/lines"},
            new String[] {"invoice_payment", "invoices/payments"},
            new String[] {"user_account", "user-data"},
            new String[] {"user_account", "credentials"},
            new String[] {"user_membership", "user-data/memberships"},
            new String[] {"user_membership", "credentials/memberships"},
            new String[] {"blocked_address", "fraud-addresses"},
            new String[] {"quarantined_message", "fraud-addresses/messages"},
            new String[] {"newsletter_subscription", "newsletter"},
            new String[] {"marketing_usage", "marketing-traffic"},
            new String[] {"sales_lead", "leads"},
            new String[] {"web_visit", "web-visits"});

    private final Dice dice;
    private final List<Duty> all = new ArrayList<>();

    Placing(Dice dice) {
        this.dice = dice;
    }

    /** Every hold ever placed, as it stands now. */
    List<Duty> all() {
        return all;
    }

    void place(MovedTime time, World world, int count) {
        for (int i = 0; i < count; i++) {
            int roll = dice.below(1000);
            if (roll < 250) {
                Row row = any(world, "customer");
                add(time, "customer", loud(row.required(dice.of("id", "customer_no", "org_no"))));
            } else if (roll < 550) {
                Row row = any(world, "user_account");
                String name = row.required(dice.of("id", "id", "user_name", "email", "phone"));
                add(time, "user", loud(name.equals("-") ? row.key() : name));
            } else if (roll < 700) {
                add(time, "invoice", any(world, "invoice").required(dice.of("id", "invoice_no", "ocr")));
            } else if (roll < 930) {
                String[] record = dice.of(RECORDS);
                if (world.table(record[0]).size() > 0) {
                    add(time, "record", record[1] + ":" + any(world, record[0]).key());
                }
            } else if (roll < 996) {
                String object = any(world, "call_recording").text("object_key");
                if (object != null) {
                    add(time, "object", object);
                }
            } else {
                add(time, "category", dice.of(Oracle.ORDER));
            }
        }
    }

    /** Files of IP logs are held in more ways than one, by whoever is in them: some of each. */
    void placeOnLogFiles(MovedTime time, World world, int count) {
        for (int i = 0; i < count; i++) {
            Row party = any(world, "access_log_party");
            int roll = dice.below(100);
            if (roll < 35) {
                add(time, "record", dice.of("ip-log-files/parties:", "user-data/in_log_files:") + party.key());
            } else if (roll < 55) {
                add(time, "record", "ip-log-files:" + party.required("file_id"));
            } else if (roll < 75) {
                String object = any(world, "access_log_file").required("object_key");
                add(time, "object", object.isEmpty() ? "iplogs/" : object);
            } else if (roll < 98) {
                String kind = dice.of("customer", "user");
                String name = party.text(kind + "_id");
                add(time, kind, name == null || dice.percent(50) ? String.valueOf(LogFiles.nobody(dice)) : name);
            } else {
                add(time, "category", "ip-log-files");
            }
        }
    }

    void release(MovedTime time, int percent) {
        LocalDate today = Days.swedish(time.now());
        all.replaceAll(duty -> {
            if (!duty.inForce(time.now(), today) || !dice.percent(percent)) {
                return duty;
            }
            time.release(duty.id(), "förlikning", duty.type() == HoldType.RESTRICTION ? today : null);
            return duty.released(time.now());
        });
    }

    private Row any(World world, String table) {
        return dice.of(world.table(table).all());
    }

    private String loud(String name) {
        return dice.percent(30) ? name.toUpperCase(Locale.ROOT) : name;
    }

    private void add(MovedTime time, String kind, String text) {
        LocalDate today = Days.swedish(time.now());
        HoldType type = dice.of(HoldType.values());
        boolean ends = type != HoldType.RESTRICTION && dice.percent(50)
                || type == HoldType.AUTHORITY_ORDER
                || type == HoldType.SECURITY_INCIDENT;
        LocalDate until = ends ? today.plusDays(dice.between(0, kind.equals("category") ? 20 : 85)) : null;
        @Nullable String only = dice.percent(30) && !kind.equals("category") ? dice.of(Oracle.ORDER) : null;
        PlacedHold placed = time.holdService()
                .add(new NewHold(
                        type,
                        new HoldScope(ScopeType.valueOf(kind.toUpperCase(Locale.ROOT)), text),
                        only == null ? null : new DataCategory(only),
                        until,
                        ends ? null : today.plusMonths(6),
                        null,
                        "tvist"));
        long id = Long.parseLong(Objects.requireNonNull(placed.hold().id()).substring(2));
        all.add(new Duty(id, type, kind, text, only, time.now(), until, null));
    }
}
