package se.partnersec.gallra.cli.finding;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.cli.evidence.ReportFileOptions;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.ledger.notice.FindingList;
import se.partnersec.gallra.ledger.notice.FindingList.Listed;
import se.partnersec.gallra.ledger.notice.FindingList.Sort;
import se.partnersec.gallra.ledger.notice.FindingList.Wanted;
import se.partnersec.gallra.ledger.notice.FindingList.Which;
import se.partnersec.gallra.ledger.notice.NotedFinding;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.reports.FindingExport;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Findings of all runs as a list or a file. */
@Command(
        name = "list",
        header = "List open findings of all runs, newest first.",
        description = {
            "A category, a record (or other subject) and a kind are one finding, however many runs note it. It is open as long as the newest complete run of the category, or one since, notes it; who acknowledged it does not matter.",
            "With --overdue, exit code 10 if there are any."
        },
        footer = {
            "  gallra findings list --category chat-logs --sort due",
            "  gallra findings list --overdue",
            "  gallra findings list --run 15 -o findings.xlsx"
        })
final class FindingListCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final int USUAL = 20;

    private final CommandContext session;
    private final ObjectProvider<FindingList> findings;
    private final ObjectProvider<FindingExport> exports;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "Only this category.")
    private @Nullable DataCategory category;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only this kind, such as UNKNOWN_WORD.")
    private @Nullable String kind;

    @Option(
            names = "--run",
            paramLabel = "N",
            description = "Only findings last noted by this run, settled ones included.")
    private @Nullable Long run;

    @Option(names = "--since", paramLabel = "DATE", description = "Only findings seen on this day or later.")
    private @Nullable LocalDate since;

    @Option(names = "--owner", paramLabel = "NAME", description = "Only findings that NAME takes care of.")
    private @Nullable String owner;

    @Option(names = "--open", description = "Only open ones. Default without --run.")
    private boolean open;

    @Option(names = "--overdue", description = "Only open ones past the day by which somebody was to settle them.")
    private boolean overdue;

    @Option(names = "--unassigned", description = "Only open ones that nobody has acknowledged.")
    private boolean unassigned;

    @Option(names = "--all", description = "Include settled findings.")
    private boolean all;

    @Option(
            names = "--sort",
            converter = Order.class,
            paramLabel = "newest|oldest|due|category",
            defaultValue = "newest",
            description =
                    "Order: by when it was last seen, by when it was first seen, by due date, or by category and kind. Default: ${DEFAULT-VALUE}.")
    private Sort sort = Sort.NEWEST;

    @Option(
            names = "--limit",
            converter = ListOptions.AtLeastOne.class,
            paramLabel = "N",
            description = "Maximum number of findings. Default: 20. A file has all.")
    private @Nullable Integer limit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write them to a file: XLSX, CSV, JSON or PDF.")
    private @Nullable Path file;

    @Mixin
    private ReportFileOptions form = new ReportFileOptions();

    FindingListCommand(
            CommandContext session, ObjectProvider<FindingList> findings, ObjectProvider<FindingExport> exports) {
        this.session = session;
        this.findings = findings;
        this.exports = exports;
    }

    @Override
    public Integer call() {
        Wanted wanted = new Wanted(
                which(), category, kind == null ? null : kind.toUpperCase(Locale.ROOT), run, since, owner, sort);
        if (file != null) {
            if (limit != null) {
                throw GallraCommand.wrong(spec, SENTENCES.say("finding.limit-does-not-go-o-file"));
            }
            form.print(
                    session,
                    exports.getObject().write(wanted, form.format(spec, file), session.words(), file, form.force()));
            return 0;
        }
        form.refuse(spec);
        int most = limit == null ? USUAL : limit;
        Listed found = findings.getObject().list(wanted, most);
        CliMessages words = session.words();
        session.terminal().field("total", found.all());
        table(found).print(session.terminal(), found.all() == 0 ? none(words) : "");
        if (found.all() > found.named().size()) {
            session.terminal().note(words.say("findings.shown", found.named().size(), found.all()));
        }
        return (overdue && found.all() > 0 ? ExitCode.DIFFERENCES : ExitCode.DONE).number();
    }

    /** A kind that was misspelt is not taken for one without findings. */
    private String none(CliMessages words) {
        List<String> kinds = findings.getObject().kinds();
        return kind == null || kinds.isEmpty() || kinds.contains(kind.toUpperCase(Locale.ROOT))
                ? words.say("findings.none")
                : words.say("findings.no-kind", kind, String.join(", ", kinds));
    }

    private Which which() {
        if (Stream.of(open, overdue, unassigned, all).filter(given -> given).count() > 1) {
            throw GallraCommand.wrong(spec, SENTENCES.say("finding.open-overdue-unassigned-all-do-not"));
        }
        if (overdue) {
            return Which.OVERDUE;
        }
        if (unassigned) {
            return Which.UNASSIGNED;
        }
        return all || run != null && !open ? Which.ALL : Which.OPEN;
    }

    private Table table(Listed found) {
        CliMessages words = session.words();
        Table table = new Table(words, "findings")
                .id("finding", "column.finding")
                .text("category", "column.category")
                .text("record", "column.record")
                .text("kind", "column.kind")
                .text("firstSeen", "column.first-seen")
                .text("lastSeen", "column.last-seen")
                .number("runs", "column.runs")
                .text("state", "column.state")
                .text("owner", "column.owner")
                .text("due", "column.settle-by")
                .text("detail", "column.detail");
        for (NotedFinding each : found.named()) {
            NotedFinding.Ack ack = each.ack();
            table.row(
                    each.id(),
                    each.category(),
                    each.subject(),
                    each.code(),
                    each.seen().first(),
                    each.seen().last(),
                    each.runs(),
                    FindingsCommand.state(words, each.state(found.today())),
                    ack == null ? null : ack.owner(),
                    ack == null ? null : ack.due(),
                    new Coded(each.detail(), words.reason(each.code())));
        }
        return table;
    }

    /** Reads the order of the list. */
    static final class Order implements ITypeConverter<Sort> {
        @Override
        public Sort convert(String text) {
            return Arrays.stream(Sort.values())
                    .filter(each -> name(each).equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(SENTENCES.say(
                            "finding.there-no-order-choose-from",
                            text,
                            Arrays.stream(Sort.values()).map(Order::name).collect(Collectors.joining(", ")))));
        }

        private static String name(Sort sort) {
            return sort.name().toLowerCase(Locale.ROOT);
        }
    }
}
