package se.partnersec.gallra.oracle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.oracle.Rows.Row;

/** Usage and invoices: what the books are about, and the sums that stay for them. */
final class BookRecords {
    private final World world;
    private final Duties duties;
    private final RuleTable rules;
    private final Clearance clearance;

    BookRecords(Clearance clearance) {
        this.world = clearance.world();
        this.duties = clearance.duties();
        this.rules = clearance.rules();
        this.clearance = clearance;
    }

    void usage(String category, String table, Function<Row, @Nullable Duty> held) {
        Rows details = world.table(table);
        Map<String, Row> rows = new HashMap<>();
        Map<String, Judgement> judged = clearance.each(category, table, held, row -> {
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

    void invoices() {
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
        Map<String, Judgement> judged = clearance.each(
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
                    Judgement judgement = pointing.apart(rules.invoice(row), row);
                    return judgement.goes() && used ? Judgement.stays("usage that stays is on it") : judgement;
                });
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                for (Row line : lines.getOrDefault(key, List.of())) {
                    clearance.remove("sms_usage_sum", sums.get(line.key()));
                    clearance.remove("email_usage_sum", emailSums.get(line.key()));
                }
                clearance.remove("invoice_line", lines.get(key));
                clearance.remove("invoice_payment", payments.get(key));
                clearance.remove("invoice_dispute", disputes.get(key));
                pointing.forget(key);
            }
        });
    }
}
