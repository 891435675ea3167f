package se.partnersec.gallra.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Rows.Row;

/** The names each kind of record bears, by which a hold reaches it. */
final class Holders {
    private Holders() {}

    static @Nullable Duty call(Duties duties, Row row, List<Row> transcripts) {
        String category = "call-recordings";
        return first(
                own(duties, category, row),
                children(duties, category, "transcripts", transcripts),
                duties.on("object", category, row.text("object_key")),
                duties.on("customer", category, row.text("customer_id")),
                duties.on("user", category, row.text("user_id"), row.text("caller_no")),
                duties.on("invoice", category, row.text("invoice_id")));
    }

    static @Nullable Duty chat(Duties duties, Row row, List<Row> messages, List<Row> attachments) {
        String category = "chat-logs";
        Duty object = null;
        for (Row attachment : attachments) {
            object = first(object, duties.on("object", category, attachment.text("object_key")));
        }
        return first(
                own(duties, category, row),
                children(duties, category, "messages", messages),
                children(duties, category, "attachments", attachments),
                object,
                duties.on("customer", category, row.text("customer_id")),
                duties.on("user", category, row.text("user_id")),
                duties.on("invoice", category, row.text("invoice_id")));
    }

    static @Nullable Duty log(Duties duties, Row row) {
        String category = "ip-logs";
        return first(
                own(duties, category, row),
                duties.on("customer", category, row.text("customer_id")),
                duties.on("user", category, row.text("user_id")));
    }

    /** Whoever is in a file bears it: what is held for one of them is held for all. */
    static @Nullable Duty logFile(Duties duties, Row row, List<Row> parties) {
        String category = "ip-log-files";
        Duty party = null;
        for (Row each : parties) {
            party = first(
                    party,
                    duties.on("customer", category, each.text("customer_id")),
                    duties.on("user", category, each.text("user_id")));
        }
        return first(
                own(duties, category, row),
                children(duties, category, "parties", parties),
                duties.on("object", category, row.text("object_key")),
                party);
    }

    static @Nullable Duty usage(Duties duties, Row row) {
        String category = "traffic-data";
        return first(
                own(duties, category, row),
                duties.on("customer", category, row.text("customer_id")),
                duties.on("user", category, row.text("user_id"), row.text("number")),
                duties.on("invoice", category, row.text("invoice_id")));
    }

    static @Nullable Duty emails(Duties duties, Row row) {
        String category = "email-traffic";
        return first(
                own(duties, category, row),
                duties.on("customer", category, row.text("customer_id")),
                duties.on("user", category, row.text("user_id")),
                duties.on("invoice", category, row.text("invoice_id")));
    }

    /** A hold for another category is found through the invoice's own row, which therefore stays. */
    static @Nullable Duty invoice(
            Duties duties, Row row, List<Row> lines, List<Row> payments, List<Row> disputes, Pointing pointing) {
        String category = "invoices";
        return first(
                own(duties, category, row),
                children(duties, category, "lines", lines),
                children(duties, category, "payments", payments),
                children(duties, category, "disputes", disputes),
                duties.on("customer", category, row.text("customer_id")),
                duties.on("invoice", "", row.key(), row.text("invoice_no"), row.text("ocr")),
                pointing.held(row));
    }

    /** A hold for another category is found through the user's own row, which therefore stays. */
    static @Nullable Duty user(Duties duties, Row row, List<Row> memberships, Pointing pointing) {
        return first(account(duties, row, memberships), pointing.held(row));
    }

    /** The row of a user is that of his password as well: what is held in one of the two keeps both. */
    static @Nullable Duty account(Duties duties, Row row, List<Row> memberships) {
        Duty found = duties.on("user", "", row.key(), row.text("user_name"), row.text("email"), row.text("phone"));
        for (String category : List.of("user-data", "credentials")) {
            found = first(
                    found,
                    own(duties, category, row),
                    children(duties, category, "memberships", memberships),
                    duties.on("customer", category, row.text("customer_id")));
            for (Row membership : memberships) {
                found = first(found, duties.on("customer", category, membership.text("customer_id")));
            }
        }
        return found;
    }

    static @Nullable Duty block(Duties duties, Row row, List<Row> messages) {
        String category = "fraud-addresses";
        return first(own(duties, category, row), children(duties, category, "messages", messages));
    }

    static @Nullable Duty letter(Duties duties, Row row) {
        String category = "newsletter";
        return first(own(duties, category, row), duties.on("user", category, row.text("user_id"), row.text("email")));
    }

    static @Nullable Duty campaign(Duties duties, Row row) {
        String category = "marketing-traffic";
        return first(
                own(duties, category, row),
                duties.on("customer", category, row.text("customer_id")),
                duties.on("user", category, row.text("user_id")));
    }

    static @Nullable Duty lead(Duties duties, Row row) {
        return first(own(duties, "leads", row), duties.on("customer", "leads", row.text("customer_id")));
    }

    static @Nullable Duty visit(Duties duties, Row row) {
        return first(own(duties, "web-visits", row), duties.on("user", "web-visits", row.text("user_id")));
    }

    private static @Nullable Duty own(Duties duties, String category, Row row) {
        return first(
                duties.on("category", category, category), duties.on("record", category, category + ":" + row.key()));
    }

    static @Nullable Duty children(Duties duties, String category, String role, List<Row> rows) {
        for (Row row : rows) {
            Duty held = duties.on("record", category, category + "/" + role + ":" + row.text("id"));
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    private static @Nullable Duty first(@Nullable Duty... found) {
        for (Duty duty : found) {
            if (duty != null) {
                return duty;
            }
        }
        return null;
    }
}
