package se.partnersec.gallra.demo.setup;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.FiscalYearService;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.demo.company.DemoSummary;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.text.ProgressNote;
import se.partnersec.gallra.support.text.Sentences;

/** Fiscal years and holds of the demonstration's company. */
public final class DemoDuties {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private final DatabaseLogin finance;
    private final HoldService holds;
    private final DemoApprovers approvers;
    private final ProgressNote note;

    public DemoDuties(DatabaseLogin finance, HoldService holds, DemoApprovers approvers, ProgressNote note) {
        this.finance = finance;
        this.holds = holds;
        this.approvers = approvers;
        this.note = note;
    }

    /** Places what is not placed yet. */
    void place(DemoSummary summary, LocalDate today) {
        HoldRepository register = new HoldRepository(finance.jdbc());
        List<FiscalYear> known = holds.fiscalYears();
        List<FiscalYear> years =
                summary.fiscalYears().stream().filter(y -> !known.contains(y)).toList();
        enter(years, new FiscalYearService(finance.jdbc(), finance.transaction()));
        List<NewHold> fresh = summary.suggestedHolds().stream()
                .filter(hold -> hold.problems(today).isEmpty() && !placed(register, hold))
                .toList();
        fresh.forEach(holds::add);
        if (!years.isEmpty() || !fresh.isEmpty()) {
            note.say(SENTENCES.say("setup.recorded-fiscal-years-placed-holds-gallra", years.size(), fresh.size()));
        }
    }

    /** Old years take two people, as everywhere. */
    private void enter(List<FiscalYear> years, FiscalYearService fiscalYears) {
        List<Approval> waiting = new ArrayList<>(fiscalYears.waiting());
        years.stream()
                .filter(year ->
                        waiting.stream().noneMatch(each -> each.subject().equals(year.text())))
                .flatMap(year ->
                        Stream.ofNullable(fiscalYears.add(year, "invented data").asked()))
                .toList()
                .forEach(waiting::add);
        approvers.approveYears(waiting);
    }

    private static boolean placed(HoldRepository register, NewHold hold) {
        return register.on(hold.scope()).stream().map(PlacedHold::hold).anyMatch(h -> h.type() == hold.type());
    }
}
