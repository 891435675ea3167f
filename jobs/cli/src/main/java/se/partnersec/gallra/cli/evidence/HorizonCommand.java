package se.partnersec.gallra.cli.evidence;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import se.partnersec.gallra.cli.shell.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.Table;
import se.partnersec.gallra.cli.shell.Terminal;
import se.partnersec.gallra.reports.CertificateService;
import se.partnersec.gallra.reports.copies.CopyHorizon;
import se.partnersec.gallra.reports.copies.CopyHorizonDescription;
import se.partnersec.gallra.support.exit.ExitCode;

/** What else still holds what was erased, and until when. */
@Command(
        name = "horizon",
        description = {
            "What else still holds what is erased today, and until when: binary log, replicas, backups, copies of the",
            "bucket. Partly as people declared it in horizon.yml, partly as the servers' own settings say; what nobody",
            "declared and no setting tells is said to be so, and never taken for none. Writes nothing; ends with 10 where",
            "what is declared and what is read contradict each other."
        },
        footer = {"", "Examples:", "  gallra horizon", "  gallra horizon --plain --lang sv"})
public final class HorizonCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<CertificateService> certificates;

    HorizonCommand(CommandContext session, ObjectProvider<CertificateService> certificates) {
        this.session = session;
        this.certificates = certificates;
    }

    @Override
    public Integer call() {
        CliMessages words = session.words();
        Terminal terminal = session.terminal();
        CopyHorizonDescription said = new CopyHorizonDescription(words::say);
        CopyHorizon horizon = certificates.getObject().horizon();
        Table table = new Table(
                words.say("report.column.place"),
                words.say("report.column.said_by"),
                words.say("report.column.until"),
                words.say("report.column.detail"));
        horizon.lines()
                .forEach(line -> table.row(said.place(line), said.source(line), said.until(line), line.detail()));
        table.whole().print(terminal);
        terminal.note(said.last(horizon));
        said.open(horizon).forEach(terminal::note);
        horizon.differences().forEach(each -> terminal.result(terminal.red(said.difference(each))));
        return (horizon.differences().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }
}
