package se.partnersec.gallra.categories;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import se.partnersec.gallra.categories.common.CommonColumns;
import se.partnersec.gallra.categories.common.InvoiceClaims;
import se.partnersec.gallra.categories.common.UserContracts;
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.ClaimStatus;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/** User data: the end of the last contract of any customer of theirs starts the clock; users whom vouchers name are reduced to those. */
public final class UserData implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("user-data"),
            StartEvent.LAST_CONTRACT_ENDED,
            Period.ZERO,
            Period.ofMonths(24),
            0,
            Kind.MAX);

    private static final String INVOICES = "invoices";
    private static final String VOUCHERS = "vouchers";
    private static final String INVOICE_PAYMENTS = "invoice_payments";
    private static final String VOUCHER_PAYMENTS = "voucher_payments";
    private static final String LAST_LOGIN_AT = "last_login_at";
    private static final String BILLING_CONTACT = "billing_contact";

    @Override
    public LegalBounds bounds() {
        return BOUNDS;
    }

    @Override
    public boolean keptByBooks() {
        return true;
    }

    @Override
    public RequiredRoles roles() {
        return new RequiredRoles(
                Stream.concat(UserContracts.REQUIRED.stream(), Stream.of(INVOICES + "/" + InvoiceClaims.STATUS))
                        .collect(Collectors.toSet()),
                Stream.of(
                                Stream.of(
                                        CommonColumns.PROCESSOR,
                                        BILLING_CONTACT,
                                        LAST_LOGIN_AT,
                                        UserContracts.MEMBER_OF,
                                        INVOICES + "/" + InvoiceClaims.AMOUNT,
                                        VOUCHERS + "/" + CommonColumns.BOOKED_ON,
                                        VOUCHERS + "/" + InvoiceClaims.SETTLED_ON,
                                        VOUCHER_PAYMENTS + "/" + InvoiceClaims.PAID_ON),
                                InvoiceClaims.below(INVOICE_PAYMENTS, InvoiceClaims.OF_PAYMENTS))
                        .flatMap(s -> s)
                        .collect(Collectors.toSet()));
    }

    /** None: what starts the clock lies in the contracts. */
    @Override
    public List<String> startRoles() {
        return List.of();
    }

    @Override
    public String seenRole() {
        return LAST_LOGIN_AT;
    }

    @Override
    public Map<String, Set<String>> words() {
        return CommonColumns.words(
                UserContracts.WORDS,
                Map.of(
                        BILLING_CONTACT,
                        CommonColumns.ANSWERS,
                        INVOICES + "/" + InvoiceClaims.STATUS,
                        ClaimStatus.words(),
                        INVOICE_PAYMENTS + "/" + InvoiceClaims.KIND,
                        InvoiceClaims.KINDS));
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        Bookkeeping books = vouchers(record, years);
        return new Facts.User(
                new Facts.Circumstances(record.processed(), null, books, record.reducedUntil() != null, null),
                category(),
                contracts(record),
                record.facts(INVOICES).stream().anyMatch(invoice -> open(invoice, record)),
                CommonColumns.answer(row, BILLING_CONTACT));
    }

    /** Of a reduced user memberships are gone, and with them what some contracts were known by: the last end was noted. */
    private static List<Facts.Contract> contracts(LockedRecord record) {
        List<Facts.Contract> known = UserContracts.of(record);
        LockedRecord.Reduction reduced = record.reduced();
        LocalDate end = reduced == null ? null : reduced.start();
        if (end == null) {
            return known;
        }
        List<Facts.Contract> all = new ArrayList<>(known);
        all.add(new Facts.Contract(end, end, "ENDED"));
        return all;
    }

    /** The vouchers may go before what was left of the user for their sake; then the day that was noted counts. */
    private static Bookkeeping vouchers(LockedRecord record, Supplier<List<FiscalYear>> years) {
        List<Row> vouchers = record.facts(VOUCHERS);
        LocalDate reducedUntil = record.reducedUntil();
        if (vouchers.isEmpty()) {
            return reducedUntil == null ? Bookkeeping.NONE : Bookkeeping.until(reducedUntil);
        }
        List<LocalDate> booked = new ArrayList<>();
        for (Row voucher : vouchers) {
            List<LocalDate> days = InvoiceClaims.booked(voucher, record.facts(VOUCHER_PAYMENTS, voucher));
            if (days.isEmpty()) {
                // Named by a voucher nobody can date: no fiscal year, so somebody has to look.
                return new Bookkeeping(Bookkeeping.Extent.FIELDS, List.of(), List.of(), years.get());
            }
            booked.addAll(days);
        }
        return new Bookkeeping(Bookkeeping.Extent.FIELDS, List.of(), booked, years.get());
    }

    /** A status nobody knows, or one that the payments contradict, may be that of an open claim. */
    private static boolean open(Row invoice, LockedRecord record) {
        List<Row> payments = record.facts(INVOICE_PAYMENTS, invoice);
        ClaimStatus status = InvoiceClaims.claim(invoice, payments, record.asks(INVOICE_PAYMENTS))
                .status();
        return status == null || !status.settled();
    }
}
