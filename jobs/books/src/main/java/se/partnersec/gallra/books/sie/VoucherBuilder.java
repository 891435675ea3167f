package se.partnersec.gallra.books.sie;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.books.voucher.Voucher;
import se.partnersec.gallra.support.text.Sentences;

/** A voucher whose rows are being read. */
final class VoucherBuilder {
    private static final Sentences SENTENCES = Sentences.of("books");
    private static final int MOST_WORDS = 200;
    private static final Pattern SERIES = Pattern.compile("\\P{C}{0,16}");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{Alnum}/_-]+");

    final int line;
    final String series;
    /** Null where the line of the voucher is at fault: then its rows are read, and it is not asked for more. */
    final @Nullable Long number;

    final @Nullable LocalDate day;
    boolean braced;
    private final Set<String> words = new LinkedHashSet<>();
    private long sum;
    private long debit;
    private int rows;

    private VoucherBuilder(int line, String series, @Nullable Long number, @Nullable LocalDate day) {
        this.line = line;
        this.series = series;
        this.number = number;
        this.day = day;
    }

    /** {@code #VER series number date text …}. */
    static VoucherBuilder read(List<String> fields, int line, SieProblems faults) {
        if (fields.size() < 3) {
            faults.add(line, SENTENCES.say("sie.ver-needs-series-number-date-such"));
            return new VoucherBuilder(line, "", null, null);
        }
        String series = fields.get(0).strip();
        Long number = SieValues.whole(fields.get(1));
        LocalDate day = SieValues.day(fields.get(2));
        if (number == null) {
            faults.add(
                    line,
                    SENTENCES.say("sie.number-voucher-must-whole-digits-export", SieProblems.shown(fields.get(1))));
        }
        if (!SERIES.matcher(series).matches()) {
            faults.add(line, SENTENCES.say("sie.series-voucher-most-16-characters-all", SieProblems.shown(series)));
            number = null;
        }
        if (day == null) {
            faults.add(
                    line, SENTENCES.say("sie.not-day-calendar-write-like-20261124", SieProblems.shown(fields.get(2))));
        }
        VoucherBuilder open = new VoucherBuilder(line, series, number, day);
        open.text(fields, 3);
        return open;
    }

    /** {@code #TRANS account {objects} amount [date] [text] …}; the other two kinds are history and count for nothing. */
    void row(String label, List<String> fields, int at, SieProblems faults) {
        if (fields.size() < 3 || !fields.get(1).startsWith("{")) {
            faults.add(at, SENTENCES.say("sie.needs-account-objects-amount-such-1510", label, label));
            return;
        }
        Long ore = SieValues.ore(fields.get(2));
        if (ore == null) {
            faults.add(at, SENTENCES.say("sie.not-amount-write-like-1250-50", SieProblems.shown(fields.get(2))));
            return;
        }
        if (fields.size() > 3 && !fields.get(3).isEmpty() && SieValues.day(fields.get(3)) == null) {
            faults.add(at, SENTENCES.say("sie.not-day-calendar-write-like-20261124", SieProblems.shown(fields.get(3))));
        }
        if (label.equals("#TRANS")) {
            sum = Math.addExact(sum, ore);
            debit += Math.max(0, ore);
            rows++;
            text(fields, 4);
        }
    }

    /** What of a text may be the number of an invoice: it has a digit in it. */
    private void text(List<String> fields, int at) {
        if (fields.size() <= at) {
            return;
        }
        for (String word : BETWEEN.split(fields.get(at))) {
            boolean likely =
                    word.length() >= 2 && word.length() <= 64 && word.chars().anyMatch(c -> c >= '0' && c <= '9');
            if (likely && words.size() < MOST_WORDS) {
                words.add(word);
            }
        }
    }

    String name() {
        return number == null
                ? SENTENCES.say("sie.voucher")
                : SENTENCES.say("sie.voucher-2", Voucher.name(series, number));
    }

    /** Its rows must add up to nothing. */
    void balance(SieProblems faults) {
        if (sum != 0) {
            faults.add(
                    line,
                    SENTENCES.say(
                            "sie.does-not-balance-rows-add-up",
                            name(),
                            BigDecimal.valueOf(sum, 2).toPlainString()));
        }
    }

    /** @param yearStart of the fiscal year its day lies in */
    @Nullable
    Voucher complete(LocalDate yearStart) {
        return number == null || day == null
                ? null
                : new Voucher(yearStart, series, number, day, debit, rows, line, words);
    }
}
