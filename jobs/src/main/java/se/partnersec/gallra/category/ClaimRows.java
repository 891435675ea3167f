package se.partnersec.gallra.category;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.engine.Row;
import se.partnersec.gallra.policy.ClaimStatus;
import se.partnersec.gallra.policy.Facts.Claim;

/** Reads what an invoice asks for from its row and its payments, and trusts neither where they contradict each other. */
final class ClaimRows {
    static final String STATUS = "status";
    static final String ISSUED_ON = "issued_on";
    static final String SETTLED_ON = "settled_on";
    static final String INTERRUPTED_ON = "interrupted_on";
    static final String IN_COURT = "in_court";
    static final String CONSUMER = "consumer";
    static final String AMOUNT = "amount";
    static final String PAID_ON = "paid_on";
    static final String KIND = "kind";

    static final Set<String> REQUIRED = Set.of(STATUS, ISSUED_ON, SETTLED_ON, Columns.BOOKED_ON);
    static final Set<String> OPTIONAL = Set.of(INTERRUPTED_ON, IN_COURT, CONSUMER, AMOUNT);
    static final Set<String> OF_PAYMENTS = Set.of(PAID_ON, KIND, AMOUNT);

    /** Entries that take a payment back. */
    private static final Set<String> TAKEN_BACK = Set.of("REVERSAL", "REFUND");

    /** Settled by a decision; no entry need show it. */
    private static final Set<ClaimStatus> BY_DECISION = Set.of(ClaimStatus.WAIVED, ClaimStatus.TIME_BARRED);

    private ClaimRows() {}

    static Stream<String> below(String table, Set<String> roles) {
        return roles.stream().map(role -> table + "/" + role);
    }

    /** @param payments entries of this invoice; none where the mapping names no payments */
    static Claim claim(Row invoice, List<Row> payments) {
        String word = invoice.text(STATUS);
        ClaimStatus status = word == null ? null : ClaimStatus.of(word.strip()).orElse(null);
        LocalDate settled = invoice.day(SETTLED_ON);
        LocalDate interrupted = invoice.day(INTERRUPTED_ON);
        BigDecimal amount = number(invoice.text(AMOUNT));
        if (status != null && status.settled() && !BY_DECISION.contains(status) && !payments.isEmpty()) {
            Balance balance = Balance.of(amount, payments);
            // Said to be settled, and the entries do not show it: nobody knows, so somebody has to look.
            status = balance.settledOn() == null ? null : status;
            settled = later(settled, balance.settledOn());
        }
        if (status != null && !status.settled()) {
            // A part payment acknowledges the claim, and its limitation starts anew (1981:130, 5 §).
            interrupted = later(interrupted, lastPayment(payments));
        }
        return new Claim(
                status, invoice.day(ISSUED_ON), settled, interrupted, invoice.flag(IN_COURT), invoice.flag(CONSUMER));
    }

    /** Every day that put the invoice into the books: its own, its settlement's, its payments'. */
    static List<LocalDate> booked(Row invoice, List<Row> payments) {
        LocalDate own = invoice.day(Columns.BOOKED_ON);
        if (own == null) {
            return List.of();
        }
        List<LocalDate> days = new ArrayList<>(List.of(own));
        Stream.concat(
                        Stream.ofNullable(invoice.day(SETTLED_ON)),
                        payments.stream().flatMap(p -> Stream.ofNullable(p.day(PAID_ON))))
                .filter(day -> day.isAfter(own))
                .forEach(days::add);
        return days;
    }

    /** The day on which the balance reached zero and stayed there; null if it did not, or if an entry is unreadable. */
    private record Balance(@Nullable LocalDate settledOn) {
        static Balance of(@Nullable BigDecimal amount, List<Row> payments) {
            if (amount == null
                    || payments.stream().anyMatch(p -> p.day(PAID_ON) == null || number(p.text(AMOUNT)) == null)) {
                return new Balance(null);
            }
            BigDecimal left = amount;
            LocalDate settled = null;
            for (Row payment : payments.stream()
                    .sorted(Comparator.comparing(ClaimRows::paidOn))
                    .toList()) {
                BigDecimal paid = number(payment.text(AMOUNT));
                String kind = payment.text(KIND);
                boolean back = kind != null && TAKEN_BACK.contains(kind.strip());
                left = back ? left.add(paid) : left.subtract(paid);
                settled = left.signum() > 0 ? null : settled == null ? paidOn(payment) : settled;
            }
            return new Balance(settled);
        }
    }

    private static LocalDate paidOn(Row payment) {
        LocalDate day = payment.day(PAID_ON);
        return day == null ? LocalDate.MIN : day;
    }

    private static @Nullable LocalDate lastPayment(List<Row> payments) {
        LocalDate last = null;
        for (Row payment : payments) {
            String kind = payment.text(KIND);
            boolean paid = kind == null || kind.strip().equals("PAYMENT");
            last = paid ? later(last, payment.day(PAID_ON)) : last;
        }
        return last;
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        try {
            return text == null ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
