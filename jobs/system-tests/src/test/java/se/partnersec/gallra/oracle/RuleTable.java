package se.partnersec.gallra.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Rows.Row;

/** The rule table, row by row, and nothing else: what must become of a record today if everything stays as it is. */
final class RuleTable {
    private static final Map<String, Integer> TARGETS =
            Map.of("sales", 3, "support", 14, "complaints", 28, "training", 28);
    private static final int OTHER_QUEUES = 28;
    private static final Set<String> NEVER_IN_FORCE = Set.of("DRAFT", "OFFER", "REJECTED");
    private static final Set<String> OVER = Set.of("ENDED", "TERMINATED", "EXPIRED");

    private final World world;
    private final Days days;
    private final LocalDate today;
    private final Bills bills;
    private final Map<String, List<Row>> contracts;
    private final Map<String, List<Row>> messages;
    private final Map<String, List<Row>> memberships;
    private final int looseDays;

    /** @param looseDays how long leads and visits are kept; 0 while nobody has said */
    RuleTable(World world, Days days, int looseDays) {
        this.world = world;
        this.days = days;
        this.today = days.today();
        this.bills = new Bills(world);
        this.contracts = Bills.by(world.table("contract"), "customer_id");
        this.messages = Bills.by(world.table("chat_message"), "conversation_id");
        this.memberships = Bills.by(world.table("user_membership"), "user_id");
        this.looseDays = looseDays;
    }

    Judgement call(Row row) {
        int target = TARGETS.getOrDefault(row.required("queue"), OTHER_QUEUES);
        return after(Days.wall(row.text("ended_at")), "the call", start -> {
            LocalDate wanted = Days.earliest(start.plusDays(target + 1L), start.plusDays(28 - 1L));
            return due(Days.latest(start.plusDays(3 + 1L), wanted), marked(row));
        });
    }

    Judgement chat(Row row) {
        Instant last = later(Days.millis(row.text("closed_ms")), Days.millis(row.text("last_message_ms")));
        for (Row message : messages.getOrDefault(row.key(), List.of())) {
            last = later(last, Days.millis(message.text("sent_ms")));
        }
        return after(last, "the conversation", start -> due(start.plusDays(60), marked(row)));
    }

    /** An entry of the IP logs, or a file of them by its oldest. */
    Judgement logged(@Nullable Instant oldest) {
        return after(oldest, "the visit", start -> due(start.plusDays(180 - 7L), null));
    }

    Judgement block(Row row) {
        Instant lifted = Days.wall(row.text("lifted_at"));
        LocalDate until = Days.day(row.text("blocked_until"));
        if (lifted != null && days.future(lifted)) {
            return Judgement.stays("it will be lifted in the future");
        }
        LocalDate start = lifted == null ? null : Days.swedish(lifted);
        if (until != null && until.isBefore(today)) {
            start = start == null ? until : Days.earliest(start, until);
        }
        return start == null ? Judgement.stays("the block is in force") : due(start.plusDays(30), null);
    }

    Judgement letter(Row row) {
        Instant withdrawn = Days.wall(row.text("withdrawn_at"));
        Instant given = Days.wall(row.text("subscribed_at"));
        if (withdrawn == null) {
            return Judgement.stays("consent is given, or nobody knows");
        }
        if (days.future(withdrawn)) {
            return Judgement.stays("it will be withdrawn in the future");
        }
        LocalDate start = Days.swedish(withdrawn);
        return given != null && Days.swedish(given).isAfter(start)
                ? Judgement.stays("consent was given after it was withdrawn")
                : due(start, null);
    }

    /** Leads and visits: the policy names no period. */
    Judgement loose(@Nullable Instant collected) {
        if (looseDays == 0) {
            return Judgement.stays("no period is set");
        }
        return after(collected, "the collection", start -> due(start.plusDays(looseDays), null));
    }

    Judgement usage(Row row) {
        Row first = world.table("invoice").get(row.text("invoice_id"));
        if (first == null) {
            return Judgement.stays("it is on no invoice");
        }
        List<Row> invoices = new ArrayList<>(List.of(first));
        invoices.addAll(bills.replacing(first));
        LocalDate start = LocalDate.MIN;
        List<LocalDate> booked = new ArrayList<>();
        boolean unbooked = false;
        for (Row invoice : invoices) {
            LocalDate settled = bills.settledOn(invoice);
            if (settled == null) {
                return Judgement.stays("invoice " + invoice.key() + " is not settled, or nobody knows when");
            }
            if (bills.disputed(invoice, days.now())) {
                return Judgement.stays("invoice " + invoice.key() + " is disputed");
            }
            start = Days.latest(start, settled);
            unbooked |= bills.booked(invoice).isEmpty();
            booked.addAll(bills.booked(invoice));
        }
        String mark = row.required("bookkeeping");
        if (mark.equals("NONE")) {
            return due(start.plusMonths(6), null);
        }
        LocalDate end = unbooked ? null : days.lawKeepsUntil(booked);
        if (end == null) {
            return Judgement.stays("its fiscal year is not known");
        }
        if (!mark.equals("FIELDS")) {
            return due(start.plusMonths(6), end);
        }
        Judgement due = due(start.plusMonths(6), null);
        if (!due.goes() || today.isAfter(end)) {
            return due;
        }
        return row.text("line_id") == null
                ? Judgement.stays("no invoice line for a sum to stand on")
                : Judgement.reduced(end);
    }

    Judgement invoice(Row row) {
        List<LocalDate> booked = bills.booked(row);
        LocalDate end = booked.isEmpty() ? null : days.lawKeepsUntil(booked);
        if (end == null) {
            return Judgement.stays("its fiscal year is not known");
        }
        return bills.settled(row) ? due(end.plusDays(1), null) : Judgement.stays("it is not settled");
    }

    /** @param noted the end of the last contract, as it was when the user was reduced */
    Judgement user(Row row, @Nullable LocalDate reducedUntil, @Nullable LocalDate noted) {
        return afterLast(
                row,
                noted,
                last -> row.flag("billing_contact") && customers(row).stream().anyMatch(bills::anythingOpen)
                        ? Judgement.stays("billing contact of a customer who owes")
                        : afterContract(row, last.plusMonths(24).minusDays(14), reducedUntil));
    }

    /** The password; our own choice within the 24 months. */
    Judgement credentials(Row row) {
        return afterLast(row, null, last -> due(last.plusDays(30), null));
    }

    /** That of his row, and those of his memberships. */
    private Set<String> customers(Row user) {
        Set<String> customers = new LinkedHashSet<>(List.of(user.required("customer_id")));
        memberships.getOrDefault(user.key(), List.of()).forEach(each -> customers.add(each.required("customer_id")));
        return customers;
    }

    private Judgement afterLast(Row user, @Nullable LocalDate noted, Function<LocalDate, Judgement> rule) {
        LocalDate last = noted;
        List<Row> all = new ArrayList<>();
        customers(user).forEach(customer -> all.addAll(contracts.getOrDefault(customer, List.of())));
        for (Row contract : all) {
            String word = contract.required("status");
            LocalDate start = LocalDate.parse(contract.required("start_on"));
            LocalDate end = Days.day(contract.text("end_on"));
            if (NEVER_IN_FORCE.contains(word) || word.equals("CANCELLED") && end == null) {
                continue;
            }
            boolean over = OVER.contains(word) || word.equals("CANCELLED");
            if (!over || end == null || !end.isBefore(today)) {
                return Judgement.stays(
                        OVER.contains(word) && end == null
                                ? "the end is not known"
                                : "contract " + contract.key() + " lasts");
            }
            if (end.isBefore(start)) {
                return Judgement.stays("contract " + contract.key() + " ended before it began");
            }
            last = Days.later(last, end);
        }
        return last == null ? Judgement.stays("there was no contract") : rule.apply(last);
    }

    /** Of one whose contracts are all over. */
    LocalDate lastEnd(Row user, @Nullable LocalDate noted) {
        LocalDate last = noted;
        for (String customer : customers(user)) {
            for (Row contract : contracts.getOrDefault(customer, List.of())) {
                LocalDate end = Days.day(contract.text("end_on"));
                if (end != null && !NEVER_IN_FORCE.contains(contract.required("status"))) {
                    last = Days.later(last, end);
                }
            }
        }
        return Objects.requireNonNull(last);
    }

    /** What something that stays points at is due all the same: all that may go of it goes, and no date of it moves. */
    Judgement reducedForAnother(Judgement due) {
        LocalDate day = Objects.requireNonNull(due.until());
        return Judgement.reduced(LocalDate.of(day.getYear() - 1, 12, 31));
    }

    private Judgement afterContract(Row row, LocalDate due, @Nullable LocalDate reducedUntil) {
        List<LocalDate> booked = new ArrayList<>();
        for (Row voucher : bills.naming(row)) {
            if (bills.booked(voucher).isEmpty()) {
                return Judgement.stays("named by invoice " + voucher.key() + ", which is not in the books");
            }
            booked.addAll(bills.booked(voucher));
        }
        LocalDate end = booked.isEmpty() ? reducedUntil : days.lawKeepsUntil(booked);
        if (!booked.isEmpty() && end == null) {
            return Judgement.stays("its fiscal year is not known");
        }
        Judgement verdict = due(due, reducedUntil == null ? null : end);
        return verdict.goes() && end != null && !today.isAfter(end) ? Judgement.reduced(end) : verdict;
    }

    /** Until when the books keep a call or chat that finance has marked. */
    private @Nullable LocalDate marked(Row row) {
        String mark = row.required("bookkeeping");
        if (mark.equals("NONE")) {
            return null;
        }
        LocalDate booked = Days.day(row.text("booked_on"));
        LocalDate end = booked == null ? null : days.lawKeepsUntil(List.of(booked));
        return end == null ? LocalDate.MAX : end;
    }

    private Judgement after(@Nullable Instant event, String what, Function<LocalDate, Judgement> rule) {
        if (event == null) {
            return Judgement.stays("nobody knows when " + what + " was");
        }
        return days.future(event) ? Judgement.stays(what + " lies in the future") : rule.apply(Days.swedish(event));
    }

    private Judgement due(LocalDate due, @Nullable LocalDate booksKeep) {
        if (booksKeep != null && !today.isAfter(booksKeep)) {
            return Judgement.stays("the books keep it until " + booksKeep);
        }
        return today.isBefore(due) ? Judgement.stays("due on " + due) : Judgement.goes("due since " + due, due);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
