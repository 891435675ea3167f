package se.partnersec.gallra.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Rows.Row;

/** What the invoices ask for and when they got it, by the status table of the rule book. */
final class Bills {
    private static final Set<String> SETTLED = Set.of("PAID", "CREDITED", "WAIVED", "SET_OFF", "TIME_BARRED");
    /** Settled because somebody decided it: no money need have come. */
    private static final Set<String> DECIDED = Set.of("WAIVED", "TIME_BARRED");

    private static final Set<String> GIVES_BACK = Set.of("REVERSAL", "REFUND");

    private final Map<String, List<Row>> payments;
    private final Map<String, List<Row>> disputes;
    private final Map<String, List<Row>> replacements;
    private final Map<String, List<Row>> ofCustomer;
    private final Map<String, List<Row>> naming;

    Bills(World world) {
        payments = by(world.table("invoice_payment"), "invoice_id");
        disputes = by(world.table("invoice_dispute"), "invoice_id");
        replacements = by(world.table("invoice"), "replaces_id");
        ofCustomer = by(world.table("invoice"), "customer_id");
        naming = by(world.table("invoice"), "reference_user_id");
    }

    static Map<String, List<Row>> by(Rows rows, String column) {
        Map<String, List<Row>> found = new HashMap<>();
        for (Row row : rows.all()) {
            String value = row.text(column);
            if (value != null) {
                found.computeIfAbsent(value, k -> new ArrayList<>()).add(row);
            }
        }
        return found;
    }

    List<Row> replacing(Row invoice) {
        return replacements.getOrDefault(invoice.key(), List.of());
    }

    List<Row> naming(Row user) {
        return naming.getOrDefault(user.key(), List.of());
    }

    boolean anythingOpen(String customer) {
        return ofCustomer.getOrDefault(customer, List.of()).stream().anyMatch(invoice -> !settled(invoice));
    }

    /** By its word, and by what the entries say where there are any and the word rests on them. */
    boolean settled(Row invoice) {
        String status = invoice.text("status");
        String word = status == null ? "" : status;
        if (!SETTLED.contains(word)) {
            return false;
        }
        return DECIDED.contains(word)
                || (entries(invoice).isEmpty() ? !word.equals("PAID") : balanceReached(invoice) != null);
    }

    /** The day it was settled, not before it was issued; null if it is not, or nobody knows when. */
    @Nullable
    LocalDate settledOn(Row invoice) {
        LocalDate said = Days.day(invoice.text("settled_on"));
        boolean decided = DECIDED.contains(invoice.required("status"));
        LocalDate day = decided || entries(invoice).isEmpty() ? said : Days.later(said, balanceReached(invoice));
        return day == null || !settled(invoice) ? null : Days.later(day, Days.day(invoice.text("issued_on")));
    }

    /** The day since whose end nothing has been owed; null if something is. */
    private @Nullable LocalDate balanceReached(Row invoice) {
        TreeMap<LocalDate, Long> change = new TreeMap<>();
        for (Row entry : entries(invoice)) {
            long ore = Long.parseLong(entry.required("amount_ore"));
            boolean back = GIVES_BACK.contains(entry.required("kind"));
            change.merge(LocalDate.parse(entry.required("paid_on")), back ? ore : -ore, Long::sum);
        }
        long owed = Long.parseLong(invoice.required("amount_ore"));
        LocalDate since = null;
        for (Map.Entry<LocalDate, Long> day : change.entrySet()) {
            owed += day.getValue();
            if (owed > 0) {
                since = null;
            } else if (since == null) {
                since = day.getKey();
            }
        }
        return since;
    }

    private List<Row> entries(Row invoice) {
        return payments.getOrDefault(invoice.key(), List.of());
    }

    /** Every day it is in the books by; none if it is in none. */
    List<LocalDate> booked(Row invoice) {
        LocalDate own = Days.day(invoice.text("booked_on"));
        List<LocalDate> days = new ArrayList<>();
        if (own != null) {
            days.add(own);
            LocalDate settled = Days.day(invoice.text("settled_on"));
            if (settled != null && settled.isAfter(own)) {
                days.add(settled);
            }
            for (Row entry : entries(invoice)) {
                LocalDate paid = LocalDate.parse(entry.required("paid_on"));
                if (paid.isAfter(own)) {
                    days.add(paid);
                }
            }
        }
        return days;
    }

    boolean disputed(Row invoice, Instant now) {
        return disputes.getOrDefault(invoice.key(), List.of()).stream().anyMatch(dispute -> {
            Instant opened = Days.wall(dispute.text("opened_at"));
            Instant closed = Days.wall(dispute.text("closed_at"));
            return (opened == null || !opened.isAfter(now)) && (closed == null || closed.isAfter(now));
        });
    }
}
