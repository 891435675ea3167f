package se.partnersec.gallra.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Oracle.Foretold;
import se.partnersec.gallra.oracle.Rows.Row;

/** Every difference between what was foretold and what is there. */
final class Comparison {
    /** By which column a row that goes with a record points at it, and at which kind. */
    private static final Map<String, String[]> RECORDS = Map.ofEntries(
            Map.entry("call_recording", new String[] {"call-recordings", "id"}),
            Map.entry("call_transcript", new String[] {"call-recordings", "recording_id"}),
            Map.entry("chat_conversation", new String[] {"chat-logs", "id"}),
            Map.entry("chat_message", new String[] {"chat-logs", "conversation_id"}),
            Map.entry("chat_attachment", new String[] {"chat-logs", "conversation_id"}),
            Map.entry("ip_log", new String[] {"ip-logs", "id"}),
            Map.entry("access_log_file", new String[] {"ip-log-files", "id"}),
            Map.entry("access_log_party", new String[] {"ip-log-files", "file_id"}),
            Map.entry("sms_usage", new String[] {"traffic-data", "id"}),
            Map.entry("email_usage", new String[] {"email-traffic", "id"}),
            Map.entry("invoice", new String[] {"invoices", "id"}),
            Map.entry("invoice_line", new String[] {"invoices", "invoice_id"}),
            Map.entry("invoice_payment", new String[] {"invoices", "invoice_id"}),
            Map.entry("invoice_dispute", new String[] {"invoices", "invoice_id"}),
            Map.entry("user_account", new String[] {"user-data", "id"}),
            Map.entry("user_membership", new String[] {"user-data", "user_id"}),
            Map.entry("blocked_address", new String[] {"fraud-addresses", "id"}),
            Map.entry("quarantined_message", new String[] {"fraud-addresses", "blocked_id"}),
            Map.entry("newsletter_subscription", new String[] {"newsletter", "id"}),
            Map.entry("marketing_usage", new String[] {"marketing-traffic", "id"}),
            Map.entry("sales_lead", new String[] {"leads", "id"}),
            Map.entry("web_visit", new String[] {"web-visits", "id"}));

    private final Foretold foretold;
    private final World before;
    private final World after;
    private final List<String> differences = new ArrayList<>();

    private Comparison(World before, Foretold foretold, World after) {
        this.before = before;
        this.foretold = foretold;
        this.after = after;
    }

    static List<String> of(World before, Foretold foretold, World after) {
        Comparison comparison = new Comparison(before, foretold, after);
        World.TABLES.forEach(comparison::rows);
        comparison.values("object", foretold.world().objects(), after.objects(), "versions and markers");
        comparison.values("reduced", foretold.world().reducedUntil(), after.reducedUntil(), "rest kept until");
        comparison.values("suppression", foretold.world().suppressed(), after.suppressed(), "addresses");
        return comparison.differences;
    }

    private void rows(String table) {
        Rows meant = foretold.world().table(table);
        Rows there = after.table(table);
        for (Row row : meant.all()) {
            Row is = there.get(row.key());
            if (is == null) {
                differ(table, row.key(), "should be there, and is gone", why(table, row));
            } else if (!Arrays.equals(row.values(), is.values())) {
                differ(table, row.key(), columns(meant, row, is), why(table, row));
            }
        }
        for (Row is : there.all()) {
            if (meant.get(is.key()) == null) {
                differ(table, is.key(), "should be gone, and is there", why(table, is));
            }
        }
    }

    private static String columns(Rows rows, Row meant, Row is) {
        List<String> different = new ArrayList<>();
        for (String column : rows.columns()) {
            if (!Objects.equals(meant.text(column), is.text(column))) {
                different.add(column + " should be " + meant.text(column) + ", and is " + is.text(column));
            }
        }
        return String.join("; ", different);
    }

    private void values(String what, Map<String, ?> meant, Map<String, ?> there, String meaning) {
        TreeSet<String> keys = new TreeSet<>(meant.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            if (!Objects.equals(meant.get(key), there.get(key))) {
                differ(
                        what,
                        key,
                        meaning + " should be " + meant.get(key) + ", and is " + there.get(key),
                        what.equals("object") ? whose(key) : "");
            }
        }
    }

    private void differ(String table, String key, String what, String why) {
        differences.add(table + " " + key + ": " + what + (why.isEmpty() ? "" : ". The oracle says: " + why));
    }

    private String why(String table, Row row) {
        String[] pointer = RECORDS.get(table);
        Judgement judgement = pointer == null
                ? null
                : foretold.judgements().getOrDefault(pointer[0], Map.of()).get(row.text(pointer[1]));
        return judgement == null ? "" : judgement.fate() + ", because: " + judgement.because();
    }

    private String whose(String object) {
        for (String table : List.of("call_recording", "chat_attachment", "access_log_file")) {
            for (Row row : before.table(table).all()) {
                @Nullable String key = row.text("object_key");
                if (object.equals(key)) {
                    return table + " " + row.key() + " " + why(table, row);
                }
            }
        }
        return "no row names it, so it stays";
    }
}
