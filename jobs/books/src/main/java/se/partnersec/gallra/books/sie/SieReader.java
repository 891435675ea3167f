package se.partnersec.gallra.books.sie;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.voucher.Voucher;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.crypto.HashingInputStream;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Reads a SIE file of type 4 strictly, line by line, and so in the same memory whatever its size. Labels it does not know
 * are passed over, as the standard demands.
 */
public final class SieReader {
    private static final Sentences SENTENCES = Sentences.of("books");
    private static final Set<String> ROWS = Set.of("#TRANS", "#RTRANS", "#BTRANS");
    private static final Set<String> HEAD =
            Set.of("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN", "#ORGNR");
    private final String name;
    private final SieSource content;
    private final SieEncodingScan scan;
    private final SieProblems faults;
    private final SieHeader head;
    private final SieYears years;
    private final VoucherNumbers numbers = new VoucherNumbers(VoucherNumbers.A_FEW);
    private final Map<LocalDate, Long> covered = new HashMap<>();
    private @Nullable VoucherBuilder open;
    private Consumer<Voucher> sink = voucher -> {};
    private boolean skipping;
    private boolean afterUnknown;
    private int line;

    private SieReader(String name, SieSource content, SieEncodingScan scan) {
        this.name = name;
        this.content = content;
        this.scan = scan;
        this.faults = new SieProblems(name);
        this.head = new SieHeader(faults);
        this.years = new SieYears(faults);
    }

    /** Looks at the file once, for its letters and its hash. */
    public static SieReader of(String name, SieSource content) throws IOException {
        return new SieReader(name, content, SieEncodingScan.of(content));
    }

    /** In hex: by it an import knows the file again. */
    public String sha256() {
        return scan.sha256();
    }

    /**
     * Reads the whole file; once only.
     *
     * @param vouchers told each voucher; of a file with faults some, which mean nothing
     * @throws RefusedException naming what is wrong with the file
     */
    public SieFile read(Consumer<Voucher> vouchers) throws IOException {
        sink = vouchers;
        try (HashingInputStream in = new HashingInputStream(content.open())) {
            lines(new SieLineReader(in, scan));
            if (head.flagged() && !in.sha256().equals(scan.sha256())) {
                faults.add(0, SENTENCES.say("sie.file-changed-while-read-try-again"));
            }
        }
        return file();
    }

    private void lines(SieLineReader text) throws IOException {
        for (String next = text.next(); next != null; next = text.next()) {
            line = text.number();
            String trouble = text.trouble(next);
            if (trouble == null) {
                line(next.strip());
            } else {
                faults.add(line, trouble);
            }
            if (!head.flagged() && !faults.none()) {
                return;
            }
        }
        end();
    }

    private void line(String text) {
        if (text.isEmpty() || text.equals("\u001A")) {
            return;
        }
        if (text.charAt(0) == '#') {
            label(text);
        } else if (!head.flagged()) {
            faults.add(line, notSie());
        } else if (text.equals("{")) {
            opened();
        } else if (text.equals("}")) {
            closed();
        } else if (!skipping) {
            faults.add(line, SENTENCES.say("sie.line-begins-neither-label-nor-brace"));
        }
    }

    private void label(String text) {
        int end = SieLine.labelEnd(text);
        String label = text.substring(0, end).toUpperCase(Locale.ROOT);
        if (!head.begins(label)) {
            faults.add(line, notSie());
            return;
        }
        if (skipping) {
            return;
        }
        boolean row = ROWS.contains(label);
        boolean known =
                row || HEAD.contains(label) || Set.of("#RAR", "#VER", "#KONTO").contains(label);
        afterUnknown = !known;
        if (!known) {
            return;
        }
        try {
            List<String> fields = SieLine.fields(text, end);
            if (row) {
                row(label, fields);
            } else {
                outsideRows(label, fields);
            }
        } catch (SieLine.Unreadable e) {
            faults.add(line, String.valueOf(e.getMessage()));
        }
    }

    private void row(String label, List<String> fields) {
        if (open == null || !open.braced) {
            faults.add(line, SENTENCES.say("sie.stands-outside-voucher-rows-belong-braces", label));
        } else {
            open.row(label, fields, line, faults);
        }
    }

    private void outsideRows(String label, List<String> fields) {
        if (open != null) {
            unclosed(open);
        }
        switch (label) {
            case "#VER" -> open = VoucherBuilder.read(fields, line, faults);
            case "#RAR" -> years.read(fields, line);
            default -> head.read(label, fields, line);
        }
    }

    private void opened() {
        if (open != null && !open.braced) {
            open.braced = true;
        } else if (open == null && afterUnknown) {
            skipping = true;
        } else {
            faults.add(line, SENTENCES.say("sie.opens-nothing-belongs-line-after-ver"));
        }
    }

    private void closed() {
        if (skipping) {
            skipping = false;
        } else if (open != null && open.braced) {
            complete(open);
            open = null;
        } else {
            faults.add(line, SENTENCES.say("sie.closes-nothing-remove-open-voucher"));
        }
    }

    private void complete(VoucherBuilder voucher) {
        voucher.balance(faults);
        Voucher whole = placed(voucher);
        if (whole != null) {
            if (!numbers.add(whole.yearStart(), whole.series(), whole.number())) {
                faults.add(
                        voucher.line,
                        SENTENCES.say("sie.there-twice-fiscal-year-from-correct", voucher.name(), whole.yearStart()));
            }
            covered.merge(whole.yearStart(), 1L, Long::sum);
            if (faults.none()) {
                sink.accept(whole);
            }
        }
    }

    /** The voucher in its fiscal year; null where it has a fault, or the years have. */
    private @Nullable Voucher placed(VoucherBuilder voucher) {
        LocalDate day = voucher.day;
        if (day == null || !years.sound()) {
            return null;
        }
        FiscalYear year = years.of(day);
        if (year == null) {
            faults.add(voucher.line, SENTENCES.say("sie.lies-none-fiscal-years-file-add", voucher.name(), day));
        }
        return year == null ? null : voucher.complete(year.start());
    }

    private void unclosed(VoucherBuilder voucher) {
        faults.add(voucher.line, SENTENCES.say("sie.not-closed-before-line-file-may", voucher.name(), line));
        open = null;
    }

    private void end() {
        line++;
        if (!head.flagged()) {
            faults.add(0, notSie());
            return;
        }
        if (open != null) {
            unclosed(open);
        }
        if (skipping) {
            faults.add(line, SENTENCES.say("sie.file-ends-within-braces-may-cut"));
        }
        head.end();
        if (years.current() == null) {
            faults.add(0, SENTENCES.say("sie.rar-0-current-fiscal-year-missing"));
        }
    }

    private SieFile file() {
        faults.throwIfAny();
        FiscalYear current = years.current();
        if (current == null) {
            throw new IllegalStateException("a file without a year is a fault. Indicates a bug");
        }
        covered.putIfAbsent(current.start(), 0L);
        return new SieFile(name, scan.sha256(), head.company(), head.orgNo(), head.generatedOn(), years.all(), covered);
    }

    private static String notSie() {
        return SENTENCES.say("sie.not-sie-file-which-begins-flagga");
    }
}
