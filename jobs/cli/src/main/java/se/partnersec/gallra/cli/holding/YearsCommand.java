package se.partnersec.gallra.cli.holding;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.FiscalYearService;
import se.partnersec.gallra.cli.option.DateConverter;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.support.text.Sentences;

/** The fiscal years that bookkeeping is kept by. */
@Command(name = "years", header = "Manage the fiscal years of the books (Bookkeeping Act 7:2).")
final class YearsCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<HoldService> holds;
    private final ObjectProvider<ApprovalService> approvals;
    private final ObjectProvider<FinanceService> finance;

    @Spec
    private @Nullable CommandSpec spec;

    YearsCommand(
            CommandContext session,
            ObjectProvider<HoldService> holds,
            ObjectProvider<ApprovalService> approvals,
            ObjectProvider<FinanceService> finance) {
        this.finance = finance;
        this.session = session;
        this.holds = holds;
        this.approvals = approvals;
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", header = "List the fiscal years and until when each is kept.")
    int list() {
        CliMessages words = session.words();
        Map<FiscalYear, List<LocalDate>> years = holds.getObject().yearsAndEarlierEnds();
        boolean several =
                years.keySet().stream().anyMatch(year -> !year.entity().equals(FiscalYear.MAIN));
        boolean changed = years.values().stream().anyMatch(ends -> !ends.isEmpty());
        Table table = new Table(words, "years");
        if (several) {
            table.text("entity", "column.entity");
        }
        table.text("start", "column.from").text("end", "column.to").text("keptThrough", "column.kept-through");
        if (changed) {
            table.text("earlierEnds", "column.earlier-ends");
        }
        years.forEach((year, ends) -> {
            List<@Nullable Object> row = new ArrayList<>();
            if (several) {
                row.add(year.entity());
            }
            row.addAll(List.of(year.start(), year.end(), FiscalYearRepository.lastDay(year)));
            if (changed) {
                row.add(ends.stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
            }
            table.row(row.toArray());
        });
        table.print(session.terminal(), words.say("years.none"));
        return 0;
    }

    @Command(
            name = "add",
            header = "Enter a fiscal year, or change the end of one.",
            description =
                    "A year that ended last year or later, and a later end of it, apply at once. An earlier end, and any change of an older year, need approval by another person.",
            footer = {
                "  gallra holds years add 2026-05-01..2027-04-30",
                "  gallra holds years add 2026-05-01..2026-12-31 --reason 'Changed to calendar years, decision of 12 May'"
            })
    int add(
            @Parameters(paramLabel = "START..END", description = "First and last day.") String years,
            @Option(
                            names = "--entity",
                            paramLabel = "CODE",
                            description = "Legal entity whose year it is. Required where sources.yml names several.")
                    @Nullable
                    String entity,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            description = "Why the change is right. Required where approval is needed.")
                    @Nullable
                    String reason) {
        FiscalYear year = year(years).of(finance.getObject().entity(entity));
        FiscalYearService.Entered done =
                session.throughGate(() -> approvals.getObject().years().add(year, reason));
        Approval asked = done.asked();
        FiscalYear before = done.before();
        session.terminal().field("entity", year.entity());
        session.terminal().field("start", year.start());
        session.terminal().field("end", year.end());
        session.terminal().field("keptThrough", FiscalYearRepository.lastDay(year));
        session.terminal().field("approval", asked == null ? null : asked.id());
        String entered = year.equals(before) ? "years.unchanged" : "years.added";
        session.terminal()
                .result(
                        asked != null
                                ? asked(session.words(), asked.id(), year, before)
                                : session.words().say(entered, year.text(), FiscalYearRepository.lastDay(year)));
        doubtful(year);
        return 0;
    }

    @Command(
            name = "remove",
            header = "Ask for the removal of a fiscal year entered by mistake.",
            description = {
                "Another person must approve it. What was booked in the year is then kept until a fiscal year for it is entered.",
                "To move the first day of a year: remove it, then add the right one."
            },
            footer =
                    "  gallra holds years remove 2027-01-01..2027-12-31 --reason 'Fiscal year is broken from 1 July 2026'")
    int remove(
            @Parameters(
                            paramLabel = "START..END",
                            description = "First and last day, as gallra holds years list shows them.")
                    String years,
            @Option(
                            names = "--entity",
                            paramLabel = "CODE",
                            description = "Legal entity whose year it is. Required where sources.yml names several.")
                    @Nullable
                    String entity,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it is wrong.")
                    String reason) {
        FiscalYear year = year(years).of(finance.getObject().entity(entity));
        Approval asked = session.throughGate(() -> approvals.getObject().years().remove(year, reason));
        session.terminal().field("entity", year.entity());
        session.terminal().field("start", year.start());
        session.terminal().field("end", year.end());
        session.terminal().field("approval", asked.id());
        session.terminal().result(session.words().say("years.asked.removed", asked.id(), year.text()));
        return 0;
    }

    /** Notes about a year that may be misspelt: another length than twelve months, or days between it and the year before. */
    private void doubtful(FiscalYear year) {
        if (!year.end().equals(year.start().plusMonths(12).minusDays(1))) {
            session.terminal().note(session.words().say("years.length", year.text()));
        }
        holds.getObject().fiscalYears().stream()
                .filter(each ->
                        each.entity().equals(year.entity()) && each.end().isBefore(year.start()))
                .map(FiscalYear::end)
                .max(Comparator.naturalOrder())
                .filter(end -> end.isBefore(year.start().minusDays(1)))
                .ifPresent(end -> session.terminal()
                        .note(session.words()
                                .say("years.gap", end.plusDays(1), year.start().minusDays(1))));
    }

    /** What waits for somebody else, and what it would change. */
    static String asked(CliMessages words, String approval, FiscalYear year, @Nullable FiscalYear before) {
        LocalDate last = FiscalYearRepository.lastDay(year);
        if (before == null) {
            return words.say("years.asked.new", approval, year.text(), last);
        }
        LocalDate now = FiscalYearRepository.lastDay(before);
        if (!last.equals(now)) {
            return words.say("years.asked", approval, before.text(), year.end(), last, now);
        }
        return year.end().isBefore(before.end())
                ? words.say(
                        "years.asked.days",
                        approval,
                        before.text(),
                        year.end(),
                        last,
                        year.end().plusDays(1),
                        before.end())
                : words.say("years.asked.same", approval, before.text(), year.end(), last);
    }

    private FiscalYear year(String text) {
        String[] days = text.split("\\.\\.", -1);
        try {
            if (days.length != 2) {
                throw new TypeConversionException(SENTENCES.say("holding.not-fiscal-year-write-like-2026", text));
            }
            DateConverter date = new DateConverter();
            return FiscalYearRepository.entered(date.convert(days[0]), date.convert(days[1]));
        } catch (TypeConversionException | IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
