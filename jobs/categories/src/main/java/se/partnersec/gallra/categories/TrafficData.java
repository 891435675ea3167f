package se.partnersec.gallra.categories;

import java.time.Instant;
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
import se.partnersec.gallra.config.mapping.RequiredRoles;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.Facts;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.LegalBounds;
import se.partnersec.gallra.policy.rule.RetentionRule.Timing.Kind;
import se.partnersec.gallra.policy.rule.StartEvent;

/**
 * Traffic data: one row for the SMS of a user in a period. The settlement of every invoice it is on starts the clock; what
 * the voucher refers to stays as a sum per invoice line.
 */
public final class TrafficData implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("traffic-data"),
            StartEvent.CLAIM_SETTLED,
            Period.ofMonths(6),
            Period.ofMonths(6),
            2,
            Kind.WHILE,
            Kind.MAX);

    private static final String USED_ON = "used_on";
    private static final String INVOICES = "invoices";
    private static final String FURTHER = "further_invoices";
    private static final String PAYMENTS = "payments";
    private static final String DISPUTES = "disputes";
    private static final String FURTHER_PAYMENTS = "further_payments";
    private static final String FURTHER_DISPUTES = "further_disputes";
    private static final String OPENED_AT = "opened_at";
    private static final String CLOSED_AT = "closed_at";
    private static final Set<String> OF_DISPUTES = Set.of(OPENED_AT, CLOSED_AT);

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
                Stream.concat(Stream.of(USED_ON), InvoiceClaims.below(INVOICES, InvoiceClaims.REQUIRED))
                        .collect(Collectors.toSet()),
                Stream.of(
                                Stream.of(
                                        CommonColumns.PROCESSOR,
                                        CommonColumns.BOOKKEEPING,
                                        "line",
                                        "quantity",
                                        "customer"),
                                InvoiceClaims.below(INVOICES, InvoiceClaims.OPTIONAL),
                                InvoiceClaims.below(FURTHER, InvoiceClaims.REQUIRED),
                                InvoiceClaims.below(FURTHER, InvoiceClaims.OPTIONAL),
                                InvoiceClaims.below(PAYMENTS, InvoiceClaims.OF_PAYMENTS),
                                InvoiceClaims.below(FURTHER_PAYMENTS, InvoiceClaims.OF_PAYMENTS),
                                InvoiceClaims.below(DISPUTES, OF_DISPUTES),
                                InvoiceClaims.below(FURTHER_DISPUTES, OF_DISPUTES))
                        .flatMap(s -> s)
                        .collect(Collectors.toSet()));
    }

    /** None: what starts the clock lies in the invoices, and an invoice may be settled before what it is for was used. */
    @Override
    public List<String> startRoles() {
        return List.of();
    }

    @Override
    public Map<String, Set<String>> words() {
        return CommonColumns.words(
                Map.of(CommonColumns.BOOKKEEPING, CommonColumns.MARKS),
                InvoiceClaims.below(INVOICES, InvoiceClaims.WORDS),
                InvoiceClaims.below(FURTHER, InvoiceClaims.WORDS),
                Map.of(PAYMENTS + "/" + InvoiceClaims.KIND, InvoiceClaims.KINDS),
                Map.of(FURTHER_PAYMENTS + "/" + InvoiceClaims.KIND, InvoiceClaims.KINDS));
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        return traffic(category(), record, years);
    }

    Facts.Traffic traffic(DataCategory category, LockedRecord record, Supplier<List<FiscalYear>> years) {
        List<Facts.Claim> claims = new ArrayList<>();
        List<LocalDate> booked = new ArrayList<>();
        boolean unbooked = false;
        for (String role : List.of(INVOICES, FURTHER)) {
            for (Row invoice : record.facts(role)) {
                boolean first = role.equals(INVOICES);
                List<Row> payments = first ? record.facts(PAYMENTS) : record.facts(FURTHER_PAYMENTS, invoice);
                claims.add(InvoiceClaims.claim(invoice, payments, record.asks(first ? PAYMENTS : FURTHER_PAYMENTS)));
                List<LocalDate> days = InvoiceClaims.booked(invoice, payments);
                unbooked |= days.isEmpty();
                booked.addAll(days);
            }
        }
        if (unbooked) {
            // On an invoice nobody can date: no fiscal year, so somebody has to look.
            booked.clear();
        }
        Facts.Circumstances circumstances =
                Facts.Circumstances.of(record.processed(), bookkeeping(record.row(), claims, booked, years));
        List<Row> disputes = new ArrayList<>(record.facts(DISPUTES));
        disputes.addAll(record.facts(FURTHER_DISPUTES));
        return new Facts.Traffic(circumstances, category, claims, record.row().day(USED_ON), disputes(disputes));
    }

    /** Where the table has no mark of its own, the voucher is taken to refer to the rows: a sum of them stays. */
    private static Bookkeeping bookkeeping(
            Row row, List<Facts.Claim> claims, List<LocalDate> booked, Supplier<List<FiscalYear>> years) {
        Bookkeeping.Extent extent = row.text(CommonColumns.BOOKKEEPING) == null
                ? Bookkeeping.Extent.FIELDS
                : CommonColumns.extent(row.text(CommonColumns.BOOKKEEPING));
        // What was never invoiced is in no voucher.
        return claims.isEmpty() || extent == Bookkeeping.Extent.NONE
                ? Bookkeeping.NONE
                : new Bookkeeping(extent, List.of(), booked, years.get());
    }

    /** Every one: which of them hold, only the time of the decision can say. */
    private static List<Facts.Dispute> disputes(List<Row> rows) {
        return rows.stream()
                .map(row -> {
                    Instant closed = row.instant(CLOSED_AT);
                    return new Facts.Dispute(closed == null, row.instant(OPENED_AT), closed);
                })
                .toList();
    }
}
