package se.partnersec.gallra.oracle;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.testing.TestServers;
import se.partnersec.gallra.testing.Workplace;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * All there is of the company: every row of every table, every object with the number of its versions and markers.
 *
 * @param reducedUntil last day of what is left of a reduced record, a blank, the day its clock started
 */
record World(
        Map<String, Rows> tables,
        Map<String, Integer> objects,
        Map<String, String> reducedUntil,
        Map<String, Integer> suppressed) {
    static final List<String> TABLES = List.of(
            "customer",
            "contract",
            "user_account",
            "user_membership",
            "invoice",
            "invoice_line",
            "invoice_payment",
            "invoice_dispute",
            "sms_usage",
            "sms_usage_sum",
            "email_usage",
            "email_usage_sum",
            "ip_log",
            "access_log_file",
            "access_log_party",
            "blocked_address",
            "quarantined_message",
            "call_recording",
            "call_transcript",
            "chat_conversation",
            "chat_message",
            "chat_attachment",
            "newsletter_subscription",
            "marketing_consent",
            "marketing_usage",
            "sales_lead",
            "web_visit");

    static World look(Workplace work) {
        Map<String, Rows> tables = new LinkedHashMap<>();
        TABLES.forEach(table -> tables.put(table, rows(work, table)));
        Map<String, String> reduced = new TreeMap<>();
        work.admin()
                .query(
                        "SELECT category, record_key, CONCAT(keep_until, ' ', COALESCE(start_on, '')) FROM reduced",
                        row -> {
                            reduced.put(row.getString(1) + ":" + row.getString(2), row.getString(3));
                        });
        Map<String, Integer> suppressed = new TreeMap<>();
        work.admin().query("SELECT channel, COUNT(*) FROM suppression GROUP BY channel", row -> {
            suppressed.put(row.getString(1), row.getInt(2));
        });
        return new World(tables, objects(work), reduced, suppressed);
    }

    private static Rows rows(Workplace work, String table) {
        JdbcTemplate jdbc = work.admin();
        jdbc.setFetchSize(Integer.MIN_VALUE);
        return Objects.requireNonNull(jdbc.query("SELECT * FROM " + work.table(table) + " ORDER BY id", row -> {
            int width = row.getMetaData().getColumnCount();
            String[] columns = new String[width];
            for (int i = 0; i < width; i++) {
                columns[i] = row.getMetaData().getColumnName(i + 1);
            }
            Rows rows = new Rows(table, List.of(columns));
            while (row.next()) {
                String[] values = new String[width];
                for (int i = 0; i < width; i++) {
                    values[i] = row.getString(i + 1);
                }
                rows.add(key(table, rows, values), values);
            }
            return rows;
        }));
    }

    /** A sum is known by what it is the sum of: nobody but the program knows its number. */
    private static String key(String table, Rows rows, String[] values) {
        if (!table.endsWith("_usage_sum")) {
            return values[0];
        }
        int line = rows.columns().indexOf("line_id");
        int month = rows.columns().indexOf("month_on");
        values[0] = "";
        return values[line] + "/" + values[month];
    }

    private static Map<String, Integer> objects(Workplace work) {
        String bucket = Objects.requireNonNull(work.settings().bucket()).bucket();
        Map<String, Integer> versions = new TreeMap<>();
        try (S3Client s3 = TestServers.objectStore().client()) {
            s3.listObjectVersionsPaginator(b -> b.bucket(bucket)).forEach(page -> {
                page.versions().forEach(v -> versions.merge(v.key(), 1, Integer::sum));
                page.deleteMarkers().forEach(v -> versions.merge(v.key(), 1, Integer::sum));
            });
        }
        return versions;
    }

    World copy() {
        Map<String, Rows> copies = new LinkedHashMap<>();
        tables.forEach((name, rows) -> copies.put(name, rows.copy()));
        return new World(copies, new TreeMap<>(objects), new TreeMap<>(reducedUntil), new HashMap<>(suppressed));
    }

    Rows table(String name) {
        return Objects.requireNonNull(tables.get(name), name);
    }

    long records() {
        return tables.values().stream().mapToLong(Rows::size).sum() + objects.size();
    }
}
