package se.partnersec.gallra.books.sie;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.text.Sentences;

/** The fiscal years a file names: 0 is the current one, -1 the one before it. */
public final class SieYears {
    private static final Sentences SENTENCES = Sentences.of("books");
    private final Map<Integer, FiscalYear> years = new TreeMap<>();
    private final SieProblems faults;
    private boolean doubtful;

    SieYears(SieProblems faults) {
        this.faults = faults;
    }

    void read(List<String> fields, int line) {
        FiscalYear year = year(fields, line);
        if (year == null) {
            doubtful = true;
            return;
        }
        years.forEach((index, other) -> {
            if (!other.start().isAfter(year.end()) && !other.end().isBefore(year.start())) {
                doubtful = true;
                faults.add(
                        line,
                        SENTENCES.say("sie.fiscal-year-overlaps-rar-correct-years", year.text(), other.text(), index));
            }
        });
        years.put(Integer.parseInt(fields.get(0)), year);
    }

    private @Nullable FiscalYear year(List<String> fields, int line) {
        if (fields.size() < 3 || !fields.get(0).matches("0|-[1-9][0-9]?")) {
            faults.add(line, SENTENCES.say("sie.rar-needs-number-0-below-two"));
            return null;
        }
        if (years.containsKey(Integer.valueOf(fields.get(0)))) {
            faults.add(line, SENTENCES.say("sie.rar-there-twice-keep-one", fields.get(0)));
            return null;
        }
        LocalDate start = SieValues.day(fields.get(1));
        LocalDate end = SieValues.day(fields.get(2));
        if (start == null || end == null) {
            faults.add(
                    line,
                    SENTENCES.say(
                            "sie.not-day-calendar-write-like-20261231",
                            SieProblems.shown(start == null ? fields.get(1) : fields.get(2))));
            return null;
        }
        try {
            return FiscalYearRepository.entered(start, end);
        } catch (IllegalArgumentException e) {
            faults.add(line, SENTENCES.say("sie.correct-rar", e.getMessage(), fields.get(0)));
            return null;
        }
    }

    /** The year a day lies in; null if in none. */
    @Nullable
    FiscalYear of(LocalDate day) {
        for (FiscalYear year : years.values()) {
            if (year.contains(day)) {
                return year;
            }
        }
        return null;
    }

    @Nullable
    FiscalYear current() {
        return years.get(0);
    }

    /** Whether a voucher outside all years says more than the years' own faults do. */
    boolean sound() {
        return !doubtful && current() != null;
    }

    List<FiscalYear> all() {
        List<FiscalYear> all = new ArrayList<>(years.values());
        all.sort((a, b) -> a.start().compareTo(b.start()));
        return all;
    }
}
