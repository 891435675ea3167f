package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.shell.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.Formats;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.reports.content.ReportFactory;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.reports.table.ReportWriter.Format;

/** Tables to take away, for finance and the data-protection officer. */
@Command(
        name = "report",
        description = {
            "Write a report to a file, for its owner only (mode 0600), whole or not at all, and never over another file",
            "unless --force says so. Records, customers and users are named by surrogate keys, never by what people are",
            "called; where a key is a word, by its keyed tag. Changes nothing.",
            "",
            "holds    everything that keeps: holds, fiscal years, permits (--all: ended ones too)",
            "erasure  every record that was erased or reduced (--from, --to, --category)",
            "overdue  every record still there after its last day; what something keeps is told apart (--category)",
            "backlog  what is past the start of its period, added up by what becomes of it (--category)",
            "forecast what falls due on which day, and what holds let go then, if nothing changes (--months, --category)"
        },
        footer = {
            "",
            "PDF is PDF/A-2a: bars over all rows, and the first 1000 rows. The others hold every row.",
            "The checksum that is printed is the SHA-256 of the file that --format csv --dialect standard writes of the",
            "same rows.",
            "",
            "Examples:",
            "  gallra report holds -o holds.xlsx --lang sv",
            "  gallra report erasure -o erased.json --from 2026-11-01 --to 2026-11-30",
            "  gallra report overdue -o overdue.csv --dialect standard --category ip-logs",
            "  gallra report forecast -o forecast.xlsx --months 6"
        })
public final class ReportCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<FinanceService> finance;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "holds|erasure|overdue|backlog|forecast", description = "Which report.")
    private ReportFactory.@Nullable Subject subject;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write.")
    private @Nullable Path file;

    @Option(
            names = "--format",
            paramLabel = "xlsx|csv|json|pdf",
            description = "Form of the file; otherwise what its name ends in.")
    private @Nullable String format;

    @Option(
            names = "--dialect",
            paramLabel = "swedish|standard",
            defaultValue = "swedish",
            description = {
                "Of CSV: for Excel in Sweden (semicolon, comma in amounts, byte order mark), or for programs (RFC 4180);",
                "${DEFAULT-VALUE}."
            })
    private String dialect = "swedish";

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    @Option(names = "--all", description = "Of holds: ended, released and withdrawn ones too.")
    private boolean all;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "This category only.")
    private @Nullable DataCategory category;

    @Option(names = "--from", paramLabel = "DATE", description = "Of erasures: first day; 1 January of this year.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Of erasures: last day; today.")
    private @Nullable LocalDate to;

    @Option(
            names = "--months",
            paramLabel = "N",
            description = "Of the forecast: months to look ahead, 1 to " + ReportFactory.MOST_MONTHS + "; "
                    + ReportFactory.USUAL_MONTHS + ".")
    private @Nullable Integer months;

    ReportCommand(CommandContext session, ObjectProvider<FinanceService> finance, ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.finance = finance;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        Path target = Objects.requireNonNull(file);
        ReportFactory.Subject what = Objects.requireNonNull(subject);
        refuseWhatDoesNotApply(what);
        CliMessages words = session.words();
        reads.getObject().note("report", what.name().toLowerCase(Locale.ROOT), "");
        ReportWriter.Written written = finance.getObject()
                .report(
                        new ReportFactory.Choice(
                                what,
                                Optional.ofNullable(category),
                                all,
                                from,
                                to,
                                months == null ? ReportFactory.USUAL_MONTHS : months),
                        form(target),
                        words,
                        target,
                        force);
        session.terminal()
                .result(words.say(
                        "report.written",
                        written.file(),
                        written.rows(),
                        Formats.time(written.asOf()),
                        written.sha256()));
        return 0;
    }

    /** An option without effect would make people believe it had one. */
    private void refuseWhatDoesNotApply(ReportFactory.Subject what) {
        if (all && what != ReportFactory.Subject.HOLDS) {
            throw misuse("--all is for the report holds");
        }
        if (category != null && what == ReportFactory.Subject.HOLDS) {
            throw misuse("--category is for the other reports: holds may reach any");
        }
        if ((from != null || to != null) && what != ReportFactory.Subject.ERASURE) {
            throw misuse("--from and --to are for the report erasure");
        }
        if (months != null && what != ReportFactory.Subject.FORECAST) {
            throw misuse("--months is for the report forecast");
        }
    }

    private Format form(Path target) {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        String wanted = format == null ? name.substring(name.lastIndexOf('.') + 1) : format.toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "xlsx" -> Format.XLSX;
            case "json" -> Format.JSON;
            case "pdf" -> Format.PDF;
            case "csv" ->
                switch (dialect.toLowerCase(Locale.ROOT)) {
                    case "swedish" -> Format.CSV_SWEDISH;
                    case "standard" -> Format.CSV_STANDARD;
                    default -> throw misuse("'" + dialect + "' is no dialect: swedish or standard");
                };
            default -> throw misuse("'" + wanted + "' is no form of a report: give --format xlsx, csv, json or pdf");
        };
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
