package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import se.partnersec.gallra.oracle.Rows.Row;
import se.partnersec.gallra.testing.Workplace;

/** What the business does between two nights: money comes and bounces, customers leave and come back. */
final class Month {
    private final Workplace work;
    private final World world;
    private final Dice dice;
    private final LocalDate last;
    private final LocalDate today;

    Month(Workplace work, World world, Dice dice, LocalDate last, LocalDate today) {
        this.work = work;
        this.world = world;
        this.dice = dice;
        this.last = last;
        this.today = today;
    }

    void pass() {
        some("invoice", "OPEN", 12, row -> {
            LocalDate day = day();
            payment(row, "PAYMENT", day);
            set("invoice", row, "status = 'PAID', settled_on = '" + day + "'");
        });
        some("invoice", "PAID", 2, row -> {
            payment(row, "REVERSAL", day());
            // The billing system may be slow to say so.
            if (dice.percent(80)) {
                set("invoice", row, "status = 'PAYMENT_REVERSED', settled_on = NULL");
            }
        });
        some(
                "invoice",
                "WRITTEN_OFF",
                10,
                row -> set("invoice", row, "status = 'WAIVED', settled_on = '" + day() + "'"));
        some(
                "invoice",
                "PAID",
                2,
                row -> sql("INSERT INTO " + work.table("invoice_dispute") + " (invoice_id, opened_at) VALUES ("
                        + row.key() + ", '" + day() + " 09:00:00')"));
        some("invoice_dispute", "", 25, row -> {
            if (row.text("closed_at") == null) {
                set("invoice_dispute", row, "closed_at = '" + day() + " 16:00:00'");
            }
        });
        some("contract", "ACTIVE", 3, row -> set("contract", row, "status = 'ENDED', end_on = '" + day() + "'"));
        some(
                "contract",
                "ENDED",
                4,
                row -> sql("INSERT INTO " + work.table("contract") + " (customer_id, start_on, status) VALUES ("
                        + row.required("customer_id") + ", '" + day() + "', 'ACTIVE')"));
        some("blocked_address", "", 8, row -> {
            if (row.text("lifted_at") == null) {
                set("blocked_address", row, "lifted_at = '" + day() + " 10:00:00'");
            }
        });
        some("newsletter_subscription", "", 5, row -> {
            boolean given = row.text("withdrawn_at") == null;
            set(
                    "newsletter_subscription",
                    row,
                    given ? "withdrawn_at = '" + day() + " 08:00:00'" : "withdrawn_at = NULL");
        });
        some("marketing_consent", "", 5, row -> {
            boolean given = row.text("withdrawn_at") == null;
            set("marketing_consent", row, given ? "withdrawn_at = '" + day() + " 08:00:00'" : "withdrawn_at = NULL");
        });
        some(
                "call_recording",
                "",
                4,
                row -> set("call_recording", row, "bookkeeping = 'FULL', booked_on = '" + day() + "'"));
        // Somebody looked into the file, or found out whose it is.
        some("access_log_file", "", 4, row -> set("access_log_file", row, "newest_at = oldest_at"));
        some("access_log_file", "", 30, row -> {
            if (row.text("processor_for") != null) {
                set("access_log_file", row, "processor_for = NULL");
            }
        });
        some("chat_conversation", "", 4, row -> set("chat_conversation", row, "last_message_ms = closed_ms"));
        some("email_usage", "", 2, row -> set("email_usage", row, "bookkeeping = '" + dice.of("NONE", "FULL") + "'"));
        some("sms_usage", "", 2, row -> set("sms_usage", row, "bookkeeping = '" + dice.of("NONE", "FULL") + "'"));
    }

    /** A day since the last night, to this day. */
    private LocalDate day() {
        return dice.day(last.plusDays(1), today);
    }

    /** @param status only those with this word; empty: any */
    private void some(String table, String status, int percent, Consumer<Row> change) {
        List<Row> rows = world.table(table).all();
        for (Row row : rows) {
            if ((status.isEmpty() || status.equals(row.text("status"))) && dice.percent(percent)) {
                change.accept(row);
            }
        }
    }

    private void payment(Row invoice, String kind, LocalDate day) {
        sql("INSERT INTO " + work.table("invoice_payment") + " (invoice_id, kind, paid_on, amount_ore) VALUES ("
                + invoice.key() + ", '" + kind + "', '" + day + "', " + invoice.required("amount_ore") + ")");
    }

    private void set(String table, Row row, String what) {
        sql("UPDATE " + work.table(table) + " SET " + what + " WHERE id = " + row.key());
    }

    private void sql(String statement) {
        work.admin().update(statement);
    }
}
