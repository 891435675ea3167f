package se.partnersec.gallra.reports.content;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.reconcile.VoucherLookup;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.wording.LabelledText;
import se.partnersec.gallra.support.text.Kronor;

/** Until when a voucher is kept, and the invoices that billing has under it. */
public record VoucherAnswer(VoucherLookup.Found voucher, LocalDate today, List<HoldStatus> invoices) {

    /**
     * Of the fiscal year it counts in, or of a later one that an invoice under it concerns by settlement, payment or the end of an agreement. Null where no
     * fiscal year on record has the day on which it was booked.
     */
    public @Nullable LocalDate lastDay() {
        FiscalYear counts = voucher.counts();
        if (counts == null) {
            return null;
        }
        LocalDate own = FiscalYearRepository.lastDay(counts);
        return invoices.stream()
                .flatMap(each -> Stream.ofNullable(each.lawEnd()))
                .filter(day -> day.isAfter(own))
                .max(LocalDate::compareTo)
                .orElse(own);
    }

    public String sentence(Locale locale) {
        LabelledText page = new LabelledText("reports", locale);
        FiscalYear counts = voucher.counts();
        LocalDate last = lastDay();
        String what = page.say("voucher.voucher") + " " + voucher.name();
        if (counts == null || last == null) {
            return page.say("voucher.in-no-year", what, String.valueOf(voucher.bookedOn()));
        }
        String of = " " + page.say("voucher.fiscal-year") + " " + counts.text() + ")";
        if (!voucher.known()) {
            return page.say("voucher.no-imported-books-or", what, counts.text(), last);
        }
        // The books have the voucher; only an invoice in billing is a record that Gallra keeps or erases.
        String sentence = today.isAfter(last)
                ? page.say("voucher.bookkeeping-act-bfl-7", what, of, last)
                : invoices.isEmpty()
                        ? page.say("voucher.without-invoice", what, of, last)
                        : page.say("voucher.voucher-kept-until-end", voucher.name(), of, last);
        String why = last.isAfter(FiscalYearRepository.lastDay(counts)) ? " " + page.say("voucher.later-year") : "";
        return counts.start().equals(voucher.under())
                ? sentence + why
                : sentence + why + " "
                        + page.say("voucher.year-was-changed", String.valueOf(voucher.bookedOn()), voucher.under());
    }

    /** For a terminal, at most 100 columns wide: Swedish for {@code sv}, otherwise English. */
    public String text(Locale locale) {
        LabelledText page = new LabelledText("reports", locale);
        page.heading(page.say("voucher.voucher") + " " + voucher.name());
        page.line(page.say("voucher.answer"), sentence(locale));
        Long ore = voucher.debitOre();
        page.line(
                page.say("voucher.books"),
                voucher.bookedOn() == null || ore == null
                        ? page.say("voucher.not-imported-books")
                        : page.say("voucher.booked") + " " + voucher.bookedOn() + ", "
                                + Kronor.text(ore, locale)
                                + " kr");
        if (invoices.isEmpty()) {
            page.line(page.say("voucher.invoice"), page.say("voucher.none-billing"));
        }
        StringBuilder text = new StringBuilder(page.toString());
        invoices.forEach(each -> text.append('\n').append(each.text(locale)));
        return text.toString();
    }
}
