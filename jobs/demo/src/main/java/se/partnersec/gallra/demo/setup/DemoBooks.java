package se.partnersec.gallra.demo.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.demo.company.DemoException;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.text.Sentences;

/** Writes the books that the invoices of a business would have: a SIE file of two fiscal years, as finance would export it. */
public final class DemoBooks {
    private static final Sentences SENTENCES = Sentences.of("demo");
    /** A way in which the books are made to differ from billing, once each. */
    public enum Planted {
        /** The first invoice of the current year is not in the books. */
        LEFT_OUT,
        /** The second is booked with 100 kronor more. */
        OTHER_SUM,
        /** The third is booked on the last day of the year before. */
        OTHER_YEAR,
        /** The books have a voucher more. */
        ONLY_IN_BOOKS
    }

    private static final Charset PC8 = Charset.forName("IBM437");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final long MORE_ORE = 10_000;

    private final JdbcTemplate jdbc;
    private final BooksMapping billing;

    public DemoBooks(JdbcTemplate reader, BooksMapping billing) {
        this.jdbc = reader;
        this.billing = billing;
    }

    private record Booked(String series, long number, LocalDate day, long ore, String invoice) {}

    /** Answers how many vouchers were written. */
    public long write(Path file, LocalDate today, Set<Planted> planted) {
        List<FiscalYear> years = new FiscalYearRepository(jdbc)
                .all().stream().filter(year -> !year.start().isAfter(today)).toList();
        if (years.size() < 2) {
            throw new DemoException(SENTENCES.say("setup.books-need-two-fiscal-years-record"));
        }
        FiscalYear current = years.get(years.size() - 1);
        FiscalYear before = years.get(years.size() - 2);
        List<Booked> vouchers = plant(read(years.get(0).start(), current.end()), current, before, planted);
        StringBuilder text = new StringBuilder(head(today, years));
        vouchers.forEach(voucher -> text.append(voucher(voucher)));
        try {
            Files.write(file, text.toString().replace("\n", "\r\n").getBytes(PC8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vouchers.size();
    }

    private List<Booked> read(LocalDate from, LocalDate to) {
        return jdbc.query(
                "SELECT " + billing.column("series") + ", " + billing.column("number") + ", "
                        + billing.column("booked_on") + ", " + billing.column("amount") + ", "
                        + billing.column("invoice_no") + " FROM "
                        + billing.table().quoted() + " WHERE " + billing.column("booked_on")
                        + " BETWEEN ? AND ? ORDER BY "
                        + billing.column("series") + ", " + billing.column("number"),
                (row, i) -> new Booked(
                        row.getString(1),
                        row.getLong(2),
                        row.getObject(3, LocalDate.class),
                        row.getLong(4),
                        row.getString(5)),
                from,
                to);
    }

    private static List<Booked> plant(List<Booked> sound, FiscalYear current, FiscalYear before, Set<Planted> planted) {
        List<Booked> books = new ArrayList<>();
        int nth = 0;
        for (Booked each : sound) {
            nth += current.contains(each.day()) ? 1 : 0;
            boolean now = current.contains(each.day());
            if (now && nth == 1 && planted.contains(Planted.LEFT_OUT)) {
                continue;
            }
            boolean more = now && nth == 2 && planted.contains(Planted.OTHER_SUM);
            boolean early = now && nth == 3 && planted.contains(Planted.OTHER_YEAR);
            books.add(new Booked(
                    each.series(),
                    each.number(),
                    early ? before.end() : each.day(),
                    each.ore() + (more ? MORE_ORE : 0),
                    each.invoice()));
        }
        if (planted.contains(Planted.ONLY_IN_BOOKS) && !sound.isEmpty()) {
            Booked last = sound.get(sound.size() - 1);
            books.add(new Booked(last.series(), last.number() + 1, current.start(), MORE_ORE, "okänd"));
        }
        return books;
    }

    /** Every year there was, the current one first, as real files name them. */
    private static String head(LocalDate today, List<FiscalYear> years) {
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < years.size(); i++) {
            named.append(year(-i, years.get(years.size() - 1 - i)));
        }
        return "#FLAGGA 0\n#PROGRAM \"Gallra demo\" 1\n#FORMAT PC8\n#GEN " + DAY.format(today)
                + "\n#SIETYP 4\n#FNAMN \"Påhittade Tele & Moln i Åmål AB\"\n#ORGNR 999900-0000\n"
                + named
                + "#KONTO 1510 \"Kundfordringar\"\n#KONTO 2611 \"Utgående moms\"\n#KONTO 3041 \"Försäljning tjänster\"\n";
    }

    private static String year(int index, FiscalYear year) {
        return "#RAR " + index + " " + DAY.format(year.start()) + " " + DAY.format(year.end()) + "\n";
    }

    private static String voucher(Booked booked) {
        long moms = booked.ore() / 5;
        return "#VER " + booked.series() + " " + booked.number() + " " + DAY.format(booked.day()) + " \"Kundfaktura "
                + booked.invoice() + "\"\n{\n"
                + row(1510, booked.ore()) + row(3041, moms - booked.ore()) + row(2611, -moms) + "}\n";
    }

    private static String row(int account, long ore) {
        return "\t#TRANS " + account + " {} " + BigDecimal.valueOf(ore, 2).toPlainString() + "\n";
    }
}
