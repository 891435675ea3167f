package se.partnersec.gallra.cli.evidence;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.reports.content.ReportFactory;
import se.partnersec.gallra.reports.table.ReportWriter;
import se.partnersec.gallra.reports.table.SummedChart;
import se.partnersec.gallra.support.text.Sentences;

/** Tables to take away, for finance and the data-protection officer. */
@Command(
        name = "report",
        header = "Write a report as XLSX, CSV, JSON or PDF.",
        description = {
            "holds: everything that keeps records, such as holds, fiscal years and permits (--all: ended ones too)",
            "erasure: every record that was erased or anonymised (--from, --to, --category)",
            "overdue: every record past its last day; those on hold are listed apart (--category)",
            "backlog: records past their retention start, summed by outcome (--category)",
            "forecast: what becomes due on which day, and what holds release then (--months, --category)",
            "notices: what recipients of copies are told of erased records, recipient by recipient (--copy; --all: answered ones too)",
            "reconciliation: the differences between billing and the imported books, and the sums of each series",
            "register: the record of processing activities (GDPR Art. 30(1)), with what register.yml says of the company (--category)",
            "deletion-concept: the deletion rules in the terms of ISO/IEC 27555, compared with what runs did (--category)",
            "The file is readable by you alone (mode 0600) and written whole or not at all. Records and users are named by surrogate keys, customers and invoices also by their numbers; text keys by a keyed tag. A PDF is PDF/A-2a with charts of all rows and the first 1000 rows; other formats have every row. Two checksums are printed: that of the file, and that of the same rows as --format csv --dialect standard."
        },
        footer = {
            "  gallra report holds -o holds.xlsx --lang sv",
            "  gallra report erasure -o erased.json --from 2026-11-01 --to 2026-11-30",
            "  gallra report overdue -o overdue.csv --dialect standard --category ip-logs",
            "  gallra report forecast -o forecast.xlsx --months 6",
            "  gallra report register -o register.pdf --lang sv"
        })
public final class ReportCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<FinanceService> finance;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "REPORT",
            converter = Name.class,
            description =
                    "holds, erasure, overdue, backlog, forecast, notices, reconciliation, register or deletion-concept.")
    private ReportFactory.@Nullable Subject subject;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "File to write.")
    private @Nullable Path file;

    @Mixin
    private ReportFileOptions form = new ReportFileOptions();

    @Option(
            names = "--all",
            description = "For holds and notices: include ended, released, withdrawn or answered ones.")
    private boolean all;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "Only this category.")
    private @Nullable DataCategory category;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "For erasure: first day. Default: 1 January of this year.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "For erasure: last day. Default: today.")
    private @Nullable LocalDate to;

    @Option(
            names = "--copy",
            paramLabel = "NAME",
            description =
                    "For notices: only this copy, by its name in sources.yml; for a file to be sent to its recipient.")
    private @Nullable String copy;

    @Option(names = "--months", paramLabel = "N", description = "For forecast: months ahead, 1 to 36. Default: 3.")
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
        reads.getObject().note("report", copy == null ? Name.name(what) : Name.name(what) + " " + copy, "");
        ReportWriter.Written written = finance.getObject()
                .report(
                        new ReportFactory.Choice(
                                what,
                                Optional.ofNullable(category),
                                all,
                                from,
                                to,
                                months == null ? ReportFactory.USUAL_MONTHS : months,
                                copy),
                        form.format(spec, target),
                        words,
                        target,
                        form.force());
        session.terminal().field("report", Name.name(what));
        form.print(session, written);
        session.terminal().list("charts", written.charts(), ReportCommand::chart);
        for (SummedChart chart : written.charts()) {
            String part = chart.part();
            Table bars = Table.bars(chart.label(), words.say("report.column.records"), part);
            chart.bars().forEach(bar -> {
                if (part == null) {
                    bars.row(bar.label(), bar.records());
                } else {
                    bars.row(bar.label(), bar.records(), bar.part());
                }
            });
            bars.printOnPage(session.terminal(), chart.title());
        }
        return 0;
    }

    private static Fields chart(SummedChart chart) {
        return new Fields()
                .with("title", chart.title())
                .with("part", chart.part())
                .with(
                        "bars",
                        chart.bars().stream()
                                .map(bar -> new Fields()
                                        .with("label", bar.label())
                                        .with("records", bar.records())
                                        .with("part", bar.part()))
                                .toList());
    }

    /** Reads the name of a report. */
    static final class Name implements ITypeConverter<ReportFactory.Subject> {
        @Override
        public ReportFactory.Subject convert(String text) {
            return Arrays.stream(ReportFactory.Subject.values())
                    .filter(each -> name(each).equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(SENTENCES.say(
                            "evidence.there-no-report-choose-from",
                            text,
                            Arrays.stream(ReportFactory.Subject.values())
                                    .map(Name::name)
                                    .collect(Collectors.joining(", ")))));
        }

        static String name(ReportFactory.Subject subject) {
            return subject.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An option without effect would make people believe it had one. */
    private void refuseWhatDoesNotApply(ReportFactory.Subject what) {
        boolean lists = what == ReportFactory.Subject.HOLDS || what == ReportFactory.Subject.NOTICES;
        boolean whole = lists || what == ReportFactory.Subject.RECONCILIATION;
        if (all && !lists) {
            throw misuse(SENTENCES.say("evidence.all-reports-holds-notices"));
        }
        if (category != null && whole) {
            throw misuse(SENTENCES.say("evidence.category-other-reports-not", Name.name(what)));
        }
        if ((from != null || to != null) && what != ReportFactory.Subject.ERASURE) {
            throw misuse(SENTENCES.say("evidence.from-report-erasure"));
        }
        if (copy != null && what != ReportFactory.Subject.NOTICES) {
            throw misuse(SENTENCES.say("evidence.copy-report-notices"));
        }
        if (months != null && what != ReportFactory.Subject.FORECAST) {
            throw misuse(SENTENCES.say("evidence.months-report-forecast"));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
