package se.partnersec.gallra.reports.content;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import se.partnersec.gallra.books.reconcile.VoucherLookup;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.ReadOnlySnapshot;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Answers until when a voucher is kept, by its series, number and fiscal year, and what hangs on it. */
public final class VoucherSearch {
    private static final Sentences SENTENCES = Sentences.of("reports");
    /** Letters and a number, with or without a blank between; or a series that ends in digits, a blank, a number. */
    private static final Pattern NAME = Pattern.compile("(?:(\\S{1,16})\\s+|(\\D{0,16}))(\\d{1,18})");

    private final ReadOnlySnapshot database;
    private final BooksMapping billing;
    private final HoldLookup lookup;

    /** @param reader of an account that may read the books and the vouchers of billing */
    public VoucherSearch(DataSource reader, BooksMapping billing, HoldLookup lookup) {
        this.database = new ReadOnlySnapshot(reader);
        this.billing = billing;
        this.lookup = lookup;
    }

    /**
     * @param voucher such as {@code A1043} or {@code A 1043}
     * @param year a calendar year, {@code 2022/2023}, or a day of the fiscal year
     * @param entity code of the legal entity whose voucher it is
     * @throws RefusedException if either says nothing, or the year more than one thing
     */
    public VoucherAnswer find(String voucher, String year, String entity) {
        Matcher name = NAME.matcher(voucher.strip());
        if (!name.matches()) {
            throw RefusedException.usage(SENTENCES.say("content.no-voucher-write-series-number-such", voucher));
        }
        String series = name.group(1) != null ? name.group(1) : name.group(2);
        long number = Long.parseLong(name.group(3));
        VoucherLookup.Found[] found = new VoucherLookup.Found[1];
        LocalDate today = database.look(() -> {
            List<FiscalYear> years = new FiscalYearRepository(database.jdbc()).all();
            FiscalYear meant = year(
                    year,
                    years.stream().filter(each -> each.entity().equals(entity)).toList());
            VoucherLookup vouchers = new VoucherLookup(database.jdbc(), billing);
            VoucherLookup.Found asTyped = vouchers.find(meant, years, series, number);
            VoucherLookup.Found capitals = vouchers.find(meant, years, series.toUpperCase(Locale.ROOT), number);
            // Billing may compare without regard to case; the books know how the series is written.
            found[0] = asTyped.bookedOn() != null || !capitals.known() ? asTyped : capitals;
            return SwedishCalendar.localDate(new DatabaseClock(database.jdbc()).now());
        });
        List<HoldStatus> invoices = new ArrayList<>();
        for (String key : found[0].invoices()) {
            invoices.add(lookup.find(ScopeType.INVOICE, key));
        }
        return new VoucherAnswer(found[0], today, invoices);
    }

    static FiscalYear year(String text, List<FiscalYear> years) {
        List<FiscalYear> meant;
        if (text.matches("\\d{4}")) {
            int wanted = Integer.parseInt(text);
            List<FiscalYear> ending =
                    years.stream().filter(y -> y.end().getYear() == wanted).toList();
            // A broken year is named after the year it ends in. Ambiguous if another fiscal year starts and ends in
            // that year.
            boolean whole = ending.stream().anyMatch(y -> y.start().getYear() == wanted);
            meant = ending.isEmpty() || whole
                    ? years.stream()
                            .filter(y -> y.start().getYear() == wanted
                                    || whole && y.end().getYear() == wanted)
                            .toList()
                    : ending;
        } else if (text.matches("\\d{4}[/-]\\d{4}")) {
            int start = Integer.parseInt(text.substring(0, 4));
            int end = Integer.parseInt(text.substring(5));
            meant = years.stream()
                    .filter(y -> y.start().getYear() == start && y.end().getYear() == end)
                    .toList();
        } else {
            LocalDate day = day(text);
            meant = years.stream().filter(y -> y.contains(day)).toList();
        }
        if (meant.size() == 1) {
            return meant.get(0);
        }
        throw RefusedException.usage(
                meant.isEmpty()
                        ? SENTENCES.say("content.no-fiscal-year-record-see-gallra", text)
                        : SENTENCES.say(
                                "content.may-mean-give-day-such-year",
                                text,
                                meant.stream()
                                        .map(y -> y.start() + ".." + y.end())
                                        .collect(Collectors.joining(SENTENCES.say("content.or"))),
                                meant.get(0).start()));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw RefusedException.usage(SENTENCES.say("content.no-fiscal-year-write-2023-2022", text));
        }
    }
}
