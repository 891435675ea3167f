package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.reports.table.ReportWriter.Format;
import se.partnersec.gallra.support.text.Sentences;

/** Options of a table that is written to a file. */
public final class ReportFileOptions {
    private static final Sentences SENTENCES = Sentences.of("cli");

    @Option(
            names = "--format",
            paramLabel = "xlsx|csv|json|pdf",
            description = "Format. Default: the extension of the file name.")
    private @Nullable String format;

    @Option(
            names = "--dialect",
            paramLabel = "swedish|standard",
            description =
                    "For CSV. swedish: semicolons, decimal commas and a byte order mark, for Excel in Sweden; standard: RFC 4180, for programs. Default: swedish.")
    private @Nullable String dialect;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    public boolean force() {
        return force;
    }

    /** Format of a file, as it was given or by its extension. */
    public Format format(@Nullable CommandSpec spec, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String wanted = format == null ? name.substring(name.lastIndexOf('.') + 1) : format.toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "xlsx" -> Format.XLSX;
            case "json" -> Format.JSON;
            case "pdf" -> Format.PDF;
            case "csv" ->
                switch (dialect == null ? "swedish" : dialect.toLowerCase(Locale.ROOT)) {
                    case "swedish" -> Format.CSV_SWEDISH;
                    case "standard" -> Format.CSV_STANDARD;
                    default ->
                        throw GallraCommand.wrong(spec, SENTENCES.say("evidence.no-dialect-swedish-standard", dialect));
                };
            default -> throw GallraCommand.wrong(spec, SENTENCES.say("evidence.no-format-of-a-report", wanted));
        };
    }

    /** Refuses options of a file where none is written. */
    public void refuse(@Nullable CommandSpec spec) {
        if (format != null || dialect != null || force) {
            throw GallraCommand.wrong(spec, SENTENCES.say("evidence.format-goes-with-output"));
        }
    }

    /** Says what was written. */
    public void print(CommandContext session, ReportWriter.Written written) {
        CliMessages words = session.words();
        Terminal terminal = session.terminal();
        terminal.field("file", written.file());
        terminal.field("rows", written.rows());
        terminal.field("asOf", written.asOf());
        terminal.field("rowsSha256", written.sha256());
        terminal.field("fileSha256", written.fileSha256());
        terminal.result(words.say("report.written", written.file(), written.rows(), Formats.time(written.asOf())));
        terminal.result(words.say("report.sum.file", written.fileSha256()));
        terminal.result(words.say("report.sum.rows", written.sha256()));
        String caution = written.caution();
        if (caution != null) {
            terminal.note(caution);
        }
    }
}
