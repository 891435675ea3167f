package se.partnersec.gallra.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.policy.SwedishCalendar;
import se.partnersec.gallra.run.PreflightReport;

/** Is everything a run relies on in order? */
@Command(
        name = "doctor",
        description = {
            "Check files, servers, clocks, tables, rights and bucket, all that runs rely on.",
            "Writes nothing; ends as a run would that is refused."
        },
        footer = {"", "Examples:", "  gallra doctor", "  gallra doctor --inventory"})
final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--inventory",
            description = {
                "Instead, look whether every table and column of the mapped schemas and every prefix of the bucket is mapped",
                "or declared in sources.yml; exit 10 if not."
            })
    private boolean inventory;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PreflightReport report =
                inventory ? session.rooms().inventory() : session.rooms().doctor();
        Checks.print(report, session.terminal());
        if (report.passes() && !inventory) {
            session.rooms().upkeep().past().stream()
                    .filter(each -> each.records() > 0)
                    .forEach(each -> session.terminal()
                            .note(session.words()
                                    .say(
                                            "doctor.own-data",
                                            each.kind().id(),
                                            each.records(),
                                            SwedishCalendar.localDate(each.before()))));
        }
        return report.exit().number();
    }
}
