package se.partnersec.gallra.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.hold.HoldDesk;
import se.partnersec.gallra.policy.Bookkeeping;
import se.partnersec.gallra.policy.FiscalYear;

/** The fiscal years that bookkeeping is kept by. */
@Command(
        name = "years",
        description = "The fiscal years by which accounting information is kept (Bookkeeping Act 7:2).")
final class YearsCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    YearsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", description = "Those on record, and how long each is kept.")
    int list() {
        Words words = session.words();
        List<FiscalYear> years = session.rooms().desk().fiscalYears();
        if (years.isEmpty()) {
            session.terminal().note(words.say("years.none"));
            return 0;
        }
        Table table = new Table(words.say("column.from"), words.say("column.to"), words.say("column.kept-through"));
        for (FiscalYear year : years) {
            table.row(year.start(), year.end(), keptThrough(year, years));
        }
        table.print(session.terminal());
        return 0;
    }

    @Command(
            name = "add",
            description = "Enter a fiscal year, or correct the end of the one that starts that day.",
            footer = {"", "Example:", "  gallra holds years add 2026-05-01..2027-04-30"})
    int add(@Parameters(paramLabel = "START..END", description = "First and last day.") String years) {
        FiscalYear year = year(years);
        HoldDesk desk = session.rooms().desk();
        session.throughGate(() -> {
            desk.fiscalYear(year);
            return year;
        });
        session.terminal()
                .result(session.words().say("years.added", year.start(), year.end(), keptThrough(year, List.of(year))));
        return 0;
    }

    private FiscalYear year(String text) {
        String[] days = text.split("\\.\\.", -1);
        try {
            if (days.length != 2) {
                throw new TypeConversionException(
                        "'" + text + "' is not a fiscal year: write it like 2026-05-01..2027-04-30");
            }
            DateConverter date = new DateConverter();
            return new FiscalYear(date.convert(days[0]), date.convert(days[1]));
        } catch (TypeConversionException | IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    static String keptThrough(FiscalYear year, List<FiscalYear> years) {
        LocalDate last = new Bookkeeping(Bookkeeping.Extent.FULL, List.of(), List.of(year.end()), years).lastDay();
        return String.valueOf(last);
    }
}
