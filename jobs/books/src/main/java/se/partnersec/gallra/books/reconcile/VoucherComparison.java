package se.partnersec.gallra.books.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.importing.BookImport;
import se.partnersec.gallra.books.importing.BookImportRepository;
import se.partnersec.gallra.books.reconcile.Difference.Kind;
import se.partnersec.gallra.books.sie.VoucherNumbers;
import se.partnersec.gallra.books.voucher.BookedVouchers;
import se.partnersec.gallra.books.voucher.BookedVouchers.Booked;
import se.partnersec.gallra.books.voucher.Voucher;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.Bookkeeping;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.crypto.ContentHash;

/** Compares billing with the books, voucher by voucher: first what billing has, then what only the books have. */
final class VoucherComparison {
    private final List<FiscalYear> years;
    private final LocalDate today;
    private final boolean lastDays;
    private final int namedOfEach;
    private final VoucherNumbers met = new VoucherNumbers(Integer.MAX_VALUE);
    private final List<Difference> named = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Place, long[]> billed = new HashMap<>();
    private final ContentHash content = new ContentHash();

    /** A series of a fiscal year; no year for what lies outside all, no entity where billing names none. */
    private record Place(@Nullable String entity, @Nullable LocalDate yearStart, String series) {}

    private record Year(String entity, LocalDate start) {
        static Year of(Booked booked) {
            return new Year(booked.entity(), booked.yearStart());
        }
    }

    /** @param lastDays whether billing says all that the law's last day follows from; otherwise none is told */
    VoucherComparison(List<FiscalYear> years, LocalDate today, boolean lastDays, int namedOfEach) {
        this.lastDays = lastDays;
        this.years = years;
        this.today = today;
        this.namedOfEach = namedOfEach;
    }

    void billing(List<BilledVoucher> page, BookedVouchers books) {
        Map<String, Set<Long>> numbers = new TreeMap<>();
        page.stream()
                .filter(b -> b.series() != null && b.number() != null)
                .forEach(b -> numbers.computeIfAbsent(b.series(), s -> new TreeSet<>())
                        .add(b.number()));
        Map<String, List<Booked>> found = new HashMap<>();
        numbers.forEach((series, wanted) -> found.putAll(books.of(series, wanted).stream()
                .collect(Collectors.groupingBy(b -> Voucher.name(b.series(), b.number())))));
        page.forEach(bill -> billed(bill, found.getOrDefault(bill.voucher(), List.of())));
    }

    private void billed(BilledVoucher bill, List<Booked> candidates) {
        LocalDate day = bill.bookedOn();
        String entity = bill.entity();
        FiscalYear year = day == null || entity == null ? null : FiscalYear.counting(day, entity, years);
        if (bill.series() == null || bill.number() == null || day == null) {
            note(Kind.NOT_BOOKED, bill, null, null);
            return;
        }
        Booked without = year != null ? null : ofThatDay(entity, day, candidates);
        long[] sum = billed.computeIfAbsent(
                new Place(without == null ? entity : without.entity(), start(year), bill.series()),
                place -> new long[2]);
        sum[0]++;
        sum[1] += bill.worth();
        if (year == null) {
            note(entity == null ? Kind.NO_ENTITY : Kind.NO_FISCAL_YEAR, bill, without, null);
            if (without != null) {
                met(bill, without);
            }
            return;
        }
        // Of a day whose year is not known nobody can say that the law keeps it no longer.
        LocalDate last = !lastDays
                ? null
                : new Bookkeeping(Bookkeeping.Extent.FULL, List.of(), bill.days(day), of(year.entity())).lastDay();
        if (last != null && last.isBefore(today)) {
            note(Kind.KEPT_TOO_LONG, bill, null, last);
        }
        compare(
                bill,
                year,
                candidates.stream()
                        .filter(each -> each.entity().equals(year.entity()))
                        .toList());
    }

    /** Voucher of the books with the number and booking day of the invoice, where no fiscal year has that day; null if none or several. */
    private static @Nullable Booked ofThatDay(@Nullable String entity, LocalDate day, List<Booked> candidates) {
        List<Booked> same = candidates.stream()
                .filter(b -> entity == null || b.entity().equals(entity))
                .filter(b -> b.bookedOn().equals(day))
                .toList();
        return same.size() == 1 ? same.get(0) : null;
    }

    private void compare(BilledVoucher bill, FiscalYear year, List<Booked> candidates) {
        Booked same = candidates.stream()
                .filter(b -> year.equals(counting(b)))
                .findFirst()
                .orElse(null);
        Booked other = same != null
                ? null
                : candidates.stream()
                        .filter(b -> b.invoice() == null
                                ? b.ore() == bill.worth()
                                : b.invoice().equalsIgnoreCase(bill.invoice()))
                        .findFirst()
                        .orElse(null);
        Booked booked = same == null ? other : same;
        if (booked == null) {
            note(Kind.MISSING_IN_BOOKS, bill, null, null);
            return;
        }
        if (same == null) {
            note(Kind.OTHER_YEAR, bill, booked, null);
        }
        met(bill, booked);
    }

    private void met(BilledVoucher bill, Booked booked) {
        met.add(Year.of(booked), booked.series(), booked.number());
        if (booked.ore() != bill.worth()) {
            note(Kind.SUM_DIFFERS, bill, booked, null);
        }
    }

    /** Looks for vouchers that billing does not have, in the series it uses, while the law keeps them. */
    void books(BookedVouchers books, List<BookedVouchers.Sum> sums) {
        Set<String> series = billed.keySet().stream().map(Place::series).collect(Collectors.toSet());
        sums.stream()
                .filter(sum -> series.contains(sum.series().series()) && kept(counting(sum)))
                .map(BookedVouchers.Sum::series)
                .distinct()
                .forEach(each -> books.each(each, this::booked));
    }

    /** Bookkeeping rule for vouchers of a fiscal year: true through the last day of the law, and for vouchers in no year. */
    private boolean kept(@Nullable FiscalYear year) {
        return year == null || !FiscalYearRepository.lastDay(year).isBefore(today);
    }

    private void booked(Booked booked) {
        if (kept(counting(booked)) && !met.contains(Year.of(booked), booked.series(), booked.number())) {
            add(new Difference(
                    Kind.MISSING_IN_BILLING,
                    booked.entity(),
                    Voucher.name(booked.series(), booked.number()),
                    booked.invoice(),
                    null,
                    booked.bookedOn(),
                    null,
                    booked.ore(),
                    null));
        }
    }

    /** Says of a year how many vouchers on record its newest file does not have. */
    void missing(BookImportRepository.Missing year) {
        add(new Difference(
                Kind.NOT_IN_NEWEST_FILE,
                year.entity(),
                year.start() + ".." + year.end() + ": " + year.vouchers(),
                null,
                null,
                null,
                null,
                null,
                null));
    }

    private void note(Kind kind, BilledVoucher bill, @Nullable Booked booked, @Nullable LocalDate last) {
        add(new Difference(
                kind,
                bill.entity(),
                bill.voucher(),
                bill.invoice(),
                bill.bookedOn(),
                booked == null ? null : booked.bookedOn(),
                bill.ore(),
                booked == null ? null : booked.ore(),
                last));
    }

    private void add(Difference difference) {
        content.add(difference.toString());
        if (counts.merge(difference.kind(), 1L, Long::sum) <= namedOfEach) {
            named.add(difference);
        }
    }

    Reconciliation result(Map<String, BookImport> newest, List<BookedVouchers.Sum> sums, long destroyedByPermit) {
        Map<Place, long[]> booked = new HashMap<>();
        Set<String> series = billed.keySet().stream().map(Place::series).collect(Collectors.toSet());
        sums.stream().filter(sum -> series.contains(sum.series().series())).forEach(sum -> {
            long[] total = booked.computeIfAbsent(
                    new Place(
                            sum.series().entity(),
                            start(counting(sum)),
                            sum.series().series()),
                    place -> new long[2]);
            total[0] += sum.count();
            total[1] += sum.ore();
        });
        List<SeriesSum> all = new ArrayList<>();
        Set<Place> places = new java.util.HashSet<>(billed.keySet());
        places.addAll(booked.keySet());
        for (Place place : places) {
            long[] bill = billed.getOrDefault(place, new long[2]);
            long[] book = booked.getOrDefault(place, new long[2]);
            all.add(new SeriesSum(
                    place.entity(),
                    place.entity() == null || place.yearStart() == null
                            ? null
                            : starting(place.entity(), place.yearStart()),
                    place.series(),
                    bill[0],
                    bill[1],
                    book[0],
                    book[1]));
        }
        all.sort(Comparator.comparing((SeriesSum sum) ->
                        sum.year() == null ? LocalDate.MIN : sum.year().start())
                .thenComparing(sum -> String.valueOf(sum.entity()))
                .thenComparing(SeriesSum::series));
        named.sort(Comparator.comparing(Difference::kind));
        content.add(newest.isEmpty() ? "never" : "");
        newest.values().forEach(each -> content.add(each.sha256()));
        all.forEach(sum -> content.add(sum.toString()));
        content.add(Long.toString(destroyedByPermit));
        return new Reconciliation(newest, named, counts, all, destroyedByPermit, content.hash());
    }

    private @Nullable FiscalYear counting(Booked booked) {
        return FiscalYear.counting(booked.bookedOn(), booked.entity(), years);
    }

    private @Nullable FiscalYear counting(BookedVouchers.Sum sum) {
        return FiscalYear.counting(sum.bookedOn(), sum.series().entity(), years);
    }

    private static @Nullable LocalDate start(@Nullable FiscalYear year) {
        return year == null ? null : year.start();
    }

    private List<FiscalYear> of(String entity) {
        return years.stream().filter(year -> year.entity().equals(entity)).toList();
    }

    private @Nullable FiscalYear starting(String entity, LocalDate day) {
        return of(entity).stream()
                .filter(year -> year.start().equals(day))
                .findFirst()
                .orElse(null);
    }
}
