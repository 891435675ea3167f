package se.partnersec.gallra.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import se.partnersec.gallra.run.PreflightReport;

/** Is everything a run relies on in order? */
@Command(
        name = "doctor",
        description = {
            "Check files, servers, clocks, tables, rights and bucket, all that runs rely on.",
            "Writes nothing; ends as a run would that is refused."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PreflightReport report = session.rooms().doctor();
        Checks.print(report, session.terminal());
        return report.exit().number();
    }
}
