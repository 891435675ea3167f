package se.partnersec.gallra.cli.evidence;

import java.util.concurrent.Callable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.reports.CertificateService;
import se.partnersec.gallra.reports.copies.ResidualCopies;
import se.partnersec.gallra.reports.copies.ResidualCopiesDescription;
import se.partnersec.gallra.support.exit.ExitCode;

/** Residual copies of erased data: where they may remain, and until when. */
@Command(
        name = "copies",
        header = "Show where copies of erased data may remain, and until when.",
        description =
                "Binary log, replicas, backups and copies of the bucket: as declared in copies.yml and as the settings of the servers say. What is neither declared nor readable is listed as unknown. Exit code 10 if declarations and settings contradict each other. Writes nothing.",
        footer = {"  gallra copies", "  gallra copies --plain --lang sv"})
public final class CopiesCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<CertificateService> certificates;

    CopiesCommand(CommandContext session, ObjectProvider<CertificateService> certificates) {
        this.session = session;
        this.certificates = certificates;
    }

    @Override
    public Integer call() {
        CliMessages words = session.words();
        Terminal terminal = session.terminal();
        ResidualCopiesDescription said = new ResidualCopiesDescription(words::say);
        ResidualCopies copies = certificates.getObject().copies();
        terminal.field("erasedOn", copies.day());
        terminal.field("last", copies.last());
        terminal.list("copies", copies.lines(), line -> fields(said, line));
        terminal.list(
                "differences",
                copies.differences(),
                each -> new Fields().with("place", each.place()).with("code", each.code()));
        Table table = new Table(words, null)
                .text("place", "report.column.place")
                .text("source", "report.column.said_by")
                .text("until", "report.column.until")
                .text("detail", "report.column.detail");
        copies.lines().forEach(line -> table.row(said.place(line), said.source(line), said.until(line), line.detail()));
        table.print(terminal);
        terminal.note(said.last(copies));
        said.open(copies).forEach(terminal::note);
        copies.differences().forEach(each -> terminal.result(terminal.red(said.difference(each))));
        return (copies.differences().isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    private static Fields fields(ResidualCopiesDescription said, ResidualCopies.Line line) {
        return new Fields()
                .with("place", new Coded(line.place(), said.place(line)))
                .with("source", line.source())
                .with("state", new Coded(line.state(), said.until(line)))
                .with("until", line.until())
                .with("detail", line.detail());
    }
}
