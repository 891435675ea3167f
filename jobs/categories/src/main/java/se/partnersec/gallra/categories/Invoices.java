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
 * Accounting information: an invoice with its lines, payments and sums. Kept whole until the seventh calendar year after
 * the latest fiscal year it is booked in has ended (BFL 7 kap. 2 §), and longer while somebody still owes on it.
 */
public final class Invoices implements Category {
    private static final LegalBounds BOUNDS = LegalBounds.of(
            new DataCategory("invoices"),
            StartEvent.FISCAL_YEAR_ENDED,
            Period.ofYears(7),
            Period.ofYears(7),
            30,
            Kind.AFTER);

    private static final String PAYMENTS = "payments";
    private static final String DISPUTES = "disputes";
    private static final String CLOSED_AT = "closed_at";

    /** Further days that make the record concern another fiscal year, such as the last of an agreement. */
    private static final String CONCERNS_ON = "concerns_on";

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
                InvoiceClaims.REQUIRED,
                Stream.of(
                                Stream.of(CommonColumns.PROCESSOR, CONCERNS_ON, DISPUTES + "/" + CLOSED_AT),
                                InvoiceClaims.OPTIONAL.stream(),
                                InvoiceClaims.below(PAYMENTS, InvoiceClaims.OF_PAYMENTS))
                        .flatMap(s -> s)
                        .collect(Collectors.toSet()));
    }

    /** It is booked on or before the last day of its fiscal year, so whatever is due was booked before. */
    @Override
    public List<String> startRoles() {
        return List.of(CommonColumns.BOOKED_ON);
    }

    @Override
    public List<String> bookedRoles() {
        return List.of(
                CommonColumns.BOOKED_ON, InvoiceClaims.SETTLED_ON, CONCERNS_ON, PAYMENTS + "/" + InvoiceClaims.PAID_ON);
    }

    @Override
    public Map<String, Set<String>> words() {
        return CommonColumns.words(
                InvoiceClaims.WORDS, Map.of(PAYMENTS + "/" + InvoiceClaims.KIND, InvoiceClaims.KINDS));
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, Supplier<List<FiscalYear>> years) {
        Row row = record.row();
        List<Row> payments = record.children(PAYMENTS);
        List<LocalDate> booked = new ArrayList<>(InvoiceClaims.booked(row, payments));
        if (!booked.isEmpty()) {
            Stream.ofNullable(row.day(CONCERNS_ON)).forEach(booked::add);
        }
        Bookkeeping books = new Bookkeeping(Bookkeeping.Extent.FULL, List.of(), booked, years.get());
        return new Facts.Invoice(
                Facts.Circumstances.of(record.processed(), books),
                category(),
                List.of(InvoiceClaims.claim(row, payments, record.asks(PAYMENTS))),
                record.children(DISPUTES).stream()
                        .map(each -> new Facts.Dispute(false, null, each.instant(CLOSED_AT)))
                        .toList());
    }
}
