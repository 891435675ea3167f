package se.partnersec.gallra.cli.holding;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.reports.content.UpcomingReleases;

/** What stops keeping, and when. */
@Command(
        name = "upcoming",
        header = "Show when holds and fiscal years end and permits begin.",
        description =
                "Holds by their last day, holds to review, fiscal years whose seven calendar years end (BFL 7 kap. 2 §) with their vouchers, and permits by their first day.",
        footer = {"  gallra holds upcoming", "  gallra holds upcoming --per year --lang sv"})
final class UpcomingCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<FinanceService> finance;

    @Option(
            names = "--per",
            paramLabel = "month|year",
            defaultValue = "month",
            description = "Group by month or year. Default: ${DEFAULT-VALUE}.")
    private UpcomingReleases.Per per = UpcomingReleases.Per.MONTH;

    UpcomingCommand(CommandContext session, ObjectProvider<FinanceService> finance) {
        this.session = session;
        this.finance = finance;
    }

    @Override
    public Integer call() {
        CliMessages words = session.words();
        UpcomingReleases.Found found = finance.getObject().upcoming(per);
        Table table = new Table(words, "periods")
                .text("period", "column.period")
                .number("holdsEnding", "column.holds-ending")
                .number("holdsToReview", "column.to-review")
                .number("permitsBeginning", "column.permits-begin")
                .number("vouchers", "column.vouchers")
                .text("yearsEnding", "column.years-ending");
        for (UpcomingReleases.Line line : found.lines()) {
            table.row(
                    line.period(),
                    line.ending(),
                    line.reviews(),
                    line.permits(),
                    line.vouchers(),
                    line.years().stream().map(FiscalYear::text).collect(Collectors.joining(", ")));
        }
        session.terminal().field("vouchersInNoYear", found.outside());
        table.print(session.terminal(), words.say("upcoming.none"));
        if (found.outside() > 0) {
            session.terminal().note(words.say("upcoming.outside", found.outside()));
        }
        if (table.isEmpty()) {
            return 0;
        }
        session.terminal().note(words.say("upcoming.last-days", found.today()));
        session.terminal().note(words.say("upcoming.later-years"));
        session.terminal().note(words.say("upcoming.forecast"));
        return 0;
    }
}
