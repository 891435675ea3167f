package se.partnersec.gallra.cli.admin;

import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.run.PreflightView;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.operations.housekeeping.HousekeepingService;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.runs.preflight.InventoryChecks;
import se.partnersec.gallra.runs.preflight.Preflight;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.support.exit.ExitCode;

/** Is everything a run relies on in order? */
@Command(
        name = "doctor",
        header = "Check configuration, servers, clocks, tables, rights and bucket.",
        description =
                "Changes nothing. Ends with the exit code a run would be refused with, or with 10 if a session has kept the hold lock for more than 10 seconds, so that no hold can be placed; the session is named.",
        footer = {"  gallra doctor", "  gallra doctor --inventory"})
public final class DoctorCommand implements Callable<Integer> {
    /** Where these are not in order, the server cannot be asked who keeps the gate. */
    private static final Set<String> NO_ANSWER = Set.of("database", "tables", "guards");

    private final CommandContext session;
    private final ObjectProvider<ErasureGate> gate;
    private final ObjectProvider<HousekeepingService> housekeeping;
    private final ObjectProvider<InventoryChecks> inventoryChecks;
    private final ObjectProvider<Preflight> preflight;

    @Option(
            names = "--inventory",
            description =
                    "Instead, check that every table and column of the mapped schemas and every prefix of the bucket is mapped or declared in sources.yml. Exit code 10 if not.")
    private boolean inventory;

    DoctorCommand(
            CommandContext session,
            ObjectProvider<ErasureGate> gate,
            ObjectProvider<HousekeepingService> housekeeping,
            ObjectProvider<InventoryChecks> inventoryChecks,
            ObjectProvider<Preflight> preflight) {
        this.session = session;
        this.gate = gate;
        this.housekeeping = housekeeping;
        this.inventoryChecks = inventoryChecks;
        this.preflight = preflight;
    }

    @Override
    public Integer call() {
        PreflightReport report = inventory
                ? inventoryChecks.getObject().look()
                : preflight.getObject().doctor();
        PreflightView.print(report, session.words(), session.terminal());
        if (inventory) {
            return report.exit().number();
        }
        ExitCode gate = gate(report);
        if (report.passes()) {
            housekeeping.getObject().past().stream()
                    .filter(each -> each.records() > 0)
                    .forEach(each -> session.terminal()
                            .note(session.words()
                                    .say(
                                            "doctor.own-data",
                                            each.kind().id(),
                                            each.records(),
                                            SwedishCalendar.localDate(each.before()))));
        }
        return report.exit().and(gate).number();
    }

    /** Names who keeps the gate; only what is known for certain is more than a remark. */
    private ExitCode gate(PreflightReport report) {
        if (report.refusals().stream().anyMatch(check -> NO_ANSWER.contains(check.code()))) {
            return ExitCode.DONE;
        }
        ExitCode exit = ExitCode.DONE;
        for (ErasureGate.Keeper keeper : gate.getObject().keepers(ErasureGate.TOO_LONG)) {
            String line = session.words()
                    .say(
                            keeper.known() ? "doctor.gate" : "doctor.gate.perhaps",
                            keeper.session(),
                            keeper.account(),
                            keeper.host(),
                            Formats.time(keeper.since()),
                            ErasureGate.TOO_LONG.toSeconds());
            if (keeper.known()) {
                session.terminal().problem(line);
                exit = ExitCode.DIFFERENCES;
            } else {
                session.terminal().note(line);
            }
        }
        return exit;
    }
}
