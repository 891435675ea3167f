package se.partnersec.gallra.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.oracle.Oracle.Foretold;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.census.HeldRecordCensus;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.launch.RunResult;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.MovedTime;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** One invented company over some months: a night of all jobs each month, and the life between. */
final class Season implements AutoCloseable {
    /** Nights at which counting goes wrong if it can, by the Swedish clock. */
    private static final List<LocalDateTime> NIGHTS = List.of(
            LocalDateTime.of(2026, 1, 1, 0, 10),
            LocalDateTime.of(2026, 2, 28, 23, 30),
            LocalDateTime.of(2028, 2, 29, 4, 0),
            LocalDateTime.of(2026, 3, 29, 3, 30),
            LocalDateTime.of(2026, 10, 25, 2, 30),
            LocalDateTime.of(2025, 12, 31, 23, 59),
            LocalDateTime.of(2026, 8, 31, 4, 0),
            LocalDateTime.of(2027, 1, 2, 4, 0),
            LocalDateTime.of(2026, 6, 30, 1, 30));

    /** Of seeds that are odd, the policy sets a period for leads and visits as well. */
    private static final int LOOSE_DAYS = 90;

    private final long seed;
    private final Dice dice;
    private final List<Instant> nights;
    private final Workplace work;
    private final int looseDays;
    private final List<Days.Year> years = new ArrayList<>();
    private final Sheet sheet;
    private final Company company;
    private final Traces traces;
    private final LogFiles logFiles;
    private final Placing placing;
    private final int customers;
    private final Set<String> remembered = new HashSet<>();
    private final Counts counts = new Counts();

    /** A night as it was: before, as foretold, after, and what differed. */
    record Night(World before, Foretold foretold, World after, List<String> differences) {}

    Season(long seed, int customers, int months, int chunk) {
        this(seed, customers, months, chunk, false);
    }

    /** @param renamed whether no table and column has the name it has in the demo */
    Season(long seed, int customers, int months, int chunk, boolean renamed) {
        this.seed = seed;
        this.customers = customers;
        dice = new Dice(seed);
        LocalDateTime middle = seed <= NIGHTS.size()
                ? NIGHTS.get((int) seed - 1)
                : LocalDateTime.of(2025, 9, 7, (int) (seed * 7 % 24), 20).plusDays(37 * seed);
        nights = IntStream.range(0, months)
                .mapToObj(m ->
                        middle.plusMonths(m - months / 2).atZone(Days.SWEDEN).toInstant())
                .toList();
        looseDays = seed % 2 == 1 ? LOOSE_DAYS : 0;
        UnaryOperator<String> periods =
                policy -> Workplace.allAtOnce(looseDays > 0 ? Scene.withPeriods(policy) : policy);
        work = renamed ? Workplace.renamed(chunk, periods) : new Workplace(chunk, periods);
        sheet = new Sheet(work);
        company = new Company(sheet, dice, nights.stream().map(Days::swedish).toList());
        traces = new Traces(company, sheet, dice);
        logFiles = new LogFiles(company, sheet, dice, nights, traces.stored());
        placing = new Placing(dice);
        invent();
    }

    Workplace work() {
        return work;
    }

    int months() {
        return nights.size();
    }

    Counts counts() {
        return counts;
    }

    private void invent() {
        fiscalYears();
        company.customers(customers);
        new Billing(company, sheet, dice, years).invoices(3, 9);
        traces.all(customers);
        new Campaigns(company, sheet, dice).invent();
        logFiles.invent(customers);
        sheet.write();
        put();
    }

    private void put() {
        traces.stored().parallelStream().forEach(object -> {
            for (int version = 0; version < object.versions(); version++) {
                work.bucket().put(object.key(), new byte[] {(byte) version});
            }
            if (object.hidden()) {
                work.bucket().hide(object.key());
            }
        });
        traces.stored().clear();
    }

    /** Calendar years, broken ones, and now and then a change from one to another. */
    private void fiscalYears() {
        work.fiscalYears();
        LocalDate start = LocalDate.of(company.first().getYear() - 11, dice.percent(50) ? 1 : dice.between(2, 12), 1);
        try (MovedTime time = new MovedTime(work, nights.get(0))) {
            while (start.getYear() < company.first().getYear() + 3) {
                int months = dice.percent(20) ? dice.between(2, 18) : 12;
                LocalDate end = YearMonth.from(start).plusMonths(months - 1L).atEndOfMonth();
                // A year that nobody entered: what was booked in it must not go.
                if (!dice.percent(3)) {
                    years.add(new Days.Year(start, end));
                    time.fiscalYear(new FiscalYear(start, end));
                }
                start = end.plusDays(1);
            }
        }
    }

    /** @param month 0 for the first */
    Night night(int month) {
        try (MovedTime time = new MovedTime(work, nights.get(month))) {
            if (month > 0) {
                new Month(work, World.look(work), dice, day(month - 1), day(month)).pass();
                traces.all(customers / 20);
                logFiles.invent(customers / 20);
                sheet.write();
                put();
            }
            placing.release(time, 30);
            World held = World.look(work);
            placing.place(time, held, 5 + customers / 40);
            placing.placeOnLogFiles(time, held, 2 + customers / 100);
            World before = World.look(work);
            Days days = new Days(time.now(), years);
            Foretold foretold = new Oracle(before, days, placing.all(), looseDays, remembered).night();
            counts.night(before, days, placing.all());
            List<String> differences = new ArrayList<>();
            // What the business took out of a hold since last month is for it to say; runs take nothing.
            HeldRecordCensus census = time.suite().bean(HeldRecordCensus.class);
            census.take(holds -> {});
            Explained explained = new Explained(work, time.suite(), seed + month);
            for (String category : Oracle.ORDER) {
                differences.addAll(explained.differences(category, foretold.judgements()));
                differences.addAll(run(time.suite(), category, days.today(), foretold.counts(category)));
            }
            AuditResult audited = Audits.of(work, time.suite()).audit(Optional.empty());
            audited.breaches().forEach(breach -> differences.add("audit: " + breach));
            census.take(holds -> {})
                    .missing()
                    .forEach(each -> differences.add("census: " + each + " "
                            + work.texts(
                                    "SELECT CONCAT_WS(' ', scope_kind, scope_text, category, until_on) FROM hold WHERE id = ?",
                                    each.hold().substring(2))));
            World after = World.look(work);
            differences.addAll(Comparison.of(before, foretold, after));
            differences.addAll(counts.differences(work));
            System.out.println(line(month, before, foretold, differences.size()));
            return new Night(before, foretold, after, differences);
        }
    }

    private LocalDate day(int month) {
        return Days.swedish(nights.get(month));
    }

    private static List<String> run(SuiteContext suite, String category, LocalDate today, Map<Fate, Long> meant) {
        List<RunResult> results = suite.runs().run(new DataCategory(category), today);
        RunResult result = results.get(results.size() - 1);
        List<String> differences = new ArrayList<>();
        if (result.exit() != ExitCode.DONE || results.size() > 1) {
            differences.add("run of " + category + ": ended " + result.exit() + ": " + result.why());
        }
        Map.of(Fate.GOES, Outcome.ERASED, Fate.REDUCED, Outcome.ANONYMISED).forEach((fate, outcome) -> {
            long should = meant.getOrDefault(fate, 0L);
            long is = result.counts().of(outcome);
            if (should != is) {
                differences.add("run of " + category + ": counts " + is + " " + outcome + ", should be " + should);
            }
        });
        return differences;
    }

    private String line(int month, World before, Foretold foretold, int differences) {
        Map<Fate, Long> all = new java.util.EnumMap<>(Fate.class);
        Oracle.ORDER.forEach(c -> foretold.counts(c).forEach((fate, n) -> all.merge(fate, n, Long::sum)));
        return "seed " + seed + (nights.size() > 1 ? " month " + (month + 1) : "") + " (" + day(month) + "): "
                + before.records() + " records, " + all.getOrDefault(Fate.GOES, 0L) + " to erase, "
                + all.getOrDefault(Fate.REDUCED, 0L) + " to reduce, " + differences + " differences";
    }

    @Override
    public void close() {
        work.close();
    }
}
