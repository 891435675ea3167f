package se.partnersec.gallra.categories.common;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.fact.ClaimStatus;
import se.partnersec.gallra.policy.fact.Facts.Claim;

/** Reads what an invoice asks for from its row and its payments, and trusts neither where they contradict each other. */
public final class InvoiceClaims {
    public static final String STATUS = "status";
    static final String ISSUED_ON = "issued_on";
    public static final String SETTLED_ON = "settled_on";
    static final String INTERRUPTED_ON = "interrupted_on";
    static final String IN_COURT = "in_court";
    static final String CONSUMER = "consumer";
    public static final String AMOUNT = "amount";
    public static final String PAID_ON = "paid_on";
    public static final String KIND = "kind";

    public static final Set<String> REQUIRED = Set.of(STATUS, ISSUED_ON, SETTLED_ON, CommonColumns.BOOKED_ON);
    public static final Set<String> OPTIONAL = Set.of(INTERRUPTED_ON, IN_COURT, CONSUMER, AMOUNT);
    public static final Set<String> OF_PAYMENTS = Set.of(PAID_ON, KIND, AMOUNT);

    private static final String PAYMENT = "PAYMENT";

    /** Entries that take a payment back. */
    private static final Set<String> TAKEN_BACK = Set.of("REVERSAL", "REFUND");

    /** Kinds of payment entries. */
    public static final Set<String> KINDS = Set.of(PAYMENT, "CREDIT", "SET_OFF", "REVERSAL", "REFUND");

    /** Settled by a decision; no entry need show it. */
    private static final Set<ClaimStatus> BY_DECISION = Set.of(ClaimStatus.WAIVED, ClaimStatus.TIME_BARRED);

    private InvoiceClaims() {}

    public static Stream<String> below(String table, Set<String> roles) {
        return roles.stream().map(role -> table + "/" + role);
    }

    /** The columns of an invoice whose words decide. */
    public static final Map<String, Set<String>> WORDS =
            Map.of(STATUS, ClaimStatus.words(), IN_COURT, CommonColumns.ANSWERS, CONSUMER, CommonColumns.ANSWERS);

    public static Map<String, Set<String>> below(String table, Map<String, Set<String>> words) {
        return words.entrySet().stream()
                .collect(Collectors.toMap(each -> table + "/" + each.getKey(), Map.Entry::getValue));
    }

    /**
     * Claim of an invoice: what is owed, and what became of it.
     *
     * @param payments entries of this invoice
     * @param mapped whether the mapping names payments: if so, an invoice without any was paid by nobody
     */
    public static Claim claim(Row invoice, List<Row> payments, boolean mapped) {
        String word = invoice.text(STATUS);
        ClaimStatus status = word == null ? null : ClaimStatus.of(word).orElse(null);
        LocalDate settled = invoice.day(SETTLED_ON);
        LocalDate interrupted = invoice.day(INTERRUPTED_ON);
        BigDecimal amount = number(invoice.text(AMOUNT));
        if (status != null && status.settled() && restsOn(payments, status, amount, mapped)) {
            Balance balance = Balance.of(amount, payments);
            // Said to be settled, and the entries do not show it: nobody knows, so somebody has to look.
            status = balance.settledOn() == null ? null : status;
            settled = later(settled, balance.settledOn());
        }
        if (status != null && !status.settled()) {
            // A part payment acknowledges the claim, and its limitation starts anew (1981:130, 5 §).
            interrupted = later(interrupted, lastPayment(payments));
        }
        // In court there is no time-bar, and a consumer's claim has the shorter one: what is not known keeps for
        // longer.
        boolean inCourt =
                invoice.text(IN_COURT) != null && !Boolean.FALSE.equals(CommonColumns.answer(invoice, IN_COURT));
        boolean consumer = Boolean.TRUE.equals(CommonColumns.answer(invoice, CONSUMER));
        return new Claim(status, invoice.day(ISSUED_ON), settled, interrupted, inCourt, consumer);
    }

    /** A credit or set-off may be booked elsewhere; money comes as a payment, unless there was none to come. */
    private static boolean restsOn(
            List<Row> payments, ClaimStatus status, @Nullable BigDecimal amount, boolean mapped) {
        if (BY_DECISION.contains(status)) {
            return false;
        }
        boolean owed = amount == null || amount.signum() > 0;
        return !payments.isEmpty() || (mapped && status == ClaimStatus.PAID && owed);
    }

    /** Every day that put the invoice into the books: its own, its settlement's, its payments'. */
    public static List<LocalDate> booked(Row invoice, List<Row> payments) {
        LocalDate own = invoice.day(CommonColumns.BOOKED_ON);
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
        /** Of an entry nobody can name nobody knows whether it paid or took back. */
        private static boolean readable(Row entry) {
            String kind = entry.text(KIND);
            return entry.day(PAID_ON) != null
                    && number(entry.text(AMOUNT)) != null
                    && (kind == null ? !entry.has(KIND) : KINDS.contains(kind));
        }

        static Balance of(@Nullable BigDecimal amount, List<Row> payments) {
            if (amount == null || !payments.stream().allMatch(Balance::readable)) {
                return new Balance(null);
            }
            BigDecimal left = amount;
            LocalDate settled = null;
            for (Row payment : payments.stream()
                    .sorted(Comparator.comparing(InvoiceClaims::paidOn))
                    .toList()) {
                BigDecimal paid = number(payment.text(AMOUNT));
                String kind = payment.text(KIND);
                boolean back = kind != null && TAKEN_BACK.contains(kind);
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
            boolean paid = kind == null || kind.equals(PAYMENT) || !KINDS.contains(kind);
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
