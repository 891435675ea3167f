package se.partnersec.gallra.reports.content;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import se.partnersec.gallra.books.reconcile.VoucherLookup;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.wording.LabelledText;

/** Until when a voucher is kept, and the invoices that billing has under it. */
public record VoucherAnswer(VoucherLookup.Found voucher, LocalDate today, List<HoldStatus> invoices) {

    /** Of the voucher's fiscal year, or of a later one that an invoice under it concerns by settlement or payment. */
    public LocalDate lastDay() {
        LocalDate own = FiscalYearRepository.lastDay(voucher.year());
        return invoices.stream()
                .flatMap(each -> Stream.ofNullable(each.lawEnd()))
                .filter(day -> day.isAfter(own))
                .max(LocalDate::compareTo)
                .orElse(own);
    }

    public String sentence(Locale locale) {
        LabelledText page = new LabelledText(locale);
        FiscalYear year = voucher.year();
        String what = page.say("verifikation ", "voucher ") + voucher.name();
        String of = page.say(" (räkenskapsår ", " (fiscal year ") + year.start() + ".." + year.end() + ")";
        if (!voucher.known()) {
            return page.say(
                    "Ingen " + what + " finns i den inlästa bokföringen eller i faktureringen; det som hör till"
                            + " räkenskapsåret " + year.start() + ".." + year.end() + " bevaras till och med "
                            + lastDay() + " enligt bokföringslagen 7 kap. 2 §.",
                    "No " + what + " is in the imported books or in billing; what belongs to fiscal year "
                            + year.start() + ".." + year.end() + " is kept until the end of " + lastDay()
                            + " by the Bookkeeping Act, BFL 7 kap. 2 §.");
        }
        return today.isAfter(lastDay())
                ? page.say(
                        "Bokföringslagen 7 kap. 2 § krävde " + what + of + " till och med " + lastDay() + ".",
                        "The Bookkeeping Act, BFL 7 kap. 2 §, required " + what + of + " until the end of " + lastDay()
                                + ".")
                : page.say(
                        "Verifikation " + voucher.name() + of + " BEHÅLLS till och med " + lastDay()
                                + " enligt bokföringslagen 7 kap. 2 §.",
                        "Voucher " + voucher.name() + of + " is KEPT until the end of " + lastDay()
                                + " by the Bookkeeping Act, BFL 7 kap. 2 §.");
    }

    /** For a terminal, at most 100 columns wide: Swedish for {@code sv}, otherwise English. */
    public String text(Locale locale) {
        LabelledText page = new LabelledText(locale);
        page.heading(page.say("verifikation ", "voucher ") + voucher.name());
        page.line(page.say("Svar", "Answer"), sentence(locale));
        Long ore = voucher.debitOre();
        page.line(
                page.say("Bokföring", "Books"),
                voucher.bookedOn() == null || ore == null
                        ? page.say("finns inte i den inlästa bokföringen", "not in the imported books")
                        : page.say("bokförd ", "booked ") + voucher.bookedOn() + ", "
                                + BigDecimal.valueOf(ore, 2)
                                        .toPlainString()
                                        .replace('.', page.say(",", ".").charAt(0))
                                + " kr");
        if (invoices.isEmpty()) {
            page.line(page.say("Faktura", "Invoice"), page.say("ingen i faktureringen", "none in billing"));
        }
        StringBuilder text = new StringBuilder(page.toString());
        invoices.forEach(each -> text.append('\n').append(each.text(locale)));
        return text.toString();
    }
}
