package se.partnersec.gallra.cli.holding;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.books.importing.BookImport;
import se.partnersec.gallra.books.importing.BookImportService;
import se.partnersec.gallra.books.importing.FiscalYearChange;
import se.partnersec.gallra.books.importing.ImportReceipt;
import se.partnersec.gallra.books.importing.ImportRequest;
import se.partnersec.gallra.books.sie.SieFile;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldImport;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.planning.holding.UnknownScopes;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.support.text.Sentences;

/** Takes in what finance keeps elsewhere: the books as a SIE file, or holds as a table. */
@Command(
        name = "import",
        header = "Import the books (SIE 4E) or holds (CSV).",
        description =
                "Imports the whole file or nothing. Existing entries stay as they are. The first line of a CSV file is: type,scope,key,category,until,review_by,basis,reason",
        footer = {"  gallra holds import --sie bok2026.se --dry-run", "  gallra holds import --csv holds.csv"})
final class ImportCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final int NAMED = 20;
    private final CommandContext session;
    private final ObjectProvider<HoldService> holds;
    private final ObjectProvider<BookImportService> imports;
    private final ObjectProvider<UnknownScopes> unknownScopes;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Option(names = "--sie", paramLabel = "FILE", description = "Books as a SIE 4 file.")
        private @Nullable Path sie;

        @Option(names = "--csv", paramLabel = "FILE", description = "Holds as CSV, separated by commas or semicolons.")
        private @Nullable Path csv;
    }

    @Option(names = "--dry-run", description = "Check the file and print what it would change. Changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--allow-unknown",
            description =
                    "With --csv: place holds also on customers, users, invoices and records that do not exist yet.")
    private boolean allowUnknown;

    @Option(
            names = "--accept-shorter",
            description =
                    "Ask for fiscal years that let records go earlier. Needs --reason and approval by another person.")
    private boolean acceptShorter;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why that is right; recorded in the audit log.")
    private @Nullable String reason;

    @Option(
            names = "--entity",
            paramLabel = "CODE",
            description =
                    "With --sie: legal entity whose books they are, where sources.yml names several and the file has no number.")
    private @Nullable String entity;

    @Spec
    private @Nullable CommandSpec spec;

    ImportCommand(
            CommandContext session,
            ObjectProvider<HoldService> holds,
            ObjectProvider<BookImportService> imports,
            ObjectProvider<UnknownScopes> unknownScopes) {
        this.session = session;
        this.holds = holds;
        this.imports = imports;
        this.unknownScopes = unknownScopes;
    }

    @Override
    public Integer call() {
        if (what.sie == null && (acceptShorter || reason != null || entity != null)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    SENTENCES.say("holding.accept-shorter-reason-go-sie-hold"));
        }
        if (what.sie != null && allowUnknown) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), SENTENCES.say("holding.allow-unknown-goes-csv"));
        }
        if (what.sie != null) {
            ImportRequest request = request();
            books(imports.getObject().take(what.sie, request));
        } else {
            HoldService register = holds.getObject();
            holds(session.throughGate(() -> register.addAll(
                    Objects.requireNonNull(what.csv),
                    dryRun,
                    session.jobs(),
                    scopes -> allowUnknown
                            ? List.of()
                            : unknownScopes
                                    .getObject()
                                    .among(scopes, session.words().language()))));
        }
        return 0;
    }

    private ImportRequest request() {
        try {
            return new ImportRequest(dryRun, acceptShorter, reason, entity);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void holds(HoldImport done) {
        Terminal terminal = session.terminal();
        terminal.field("dryRun", dryRun);
        terminal.field("new", done.placed());
        terminal.field("unchanged", done.skipped());
        CliMessages words = session.words();
        if (terminal.plain()) {
            new Table(words, null)
                    .number("new", "column.new")
                    .number("unchanged", "column.unchanged")
                    .row(done.placed(), done.skipped())
                    .print(terminal);
        } else {
            terminal.result(words.say(dryRun ? "holds.would-import" : "holds.imported", done.placed(), done.skipped()));
        }
    }

    private void books(ImportReceipt receipt) {
        BookImport earlier = receipt.earlier();
        SieFile file = receipt.file();
        session.terminal().field("dryRun", dryRun);
        session.terminal().field("known", earlier != null);
        if (earlier != null) {
            session.terminal()
                    .result(session.words()
                            .say(
                                    "books.known",
                                    Formats.time(earlier.importedAt()),
                                    earlier.fileName(),
                                    earlier.importedBy()));
        } else if (file != null) {
            books(receipt, file);
        }
    }

    private void books(ImportReceipt receipt, SieFile file) {
        Terminal terminal = session.terminal();
        if (terminal.plain()) {
            counts(receipt, file).print(terminal);
            return;
        }
        String title = session.words().say(dryRun ? "books.would-import" : "books.imported", file.name());
        terminal.result(terminal.bold(title) + "   " + said(file.company()) + " (" + said(file.orgNo()) + ")   "
                + said(file.generatedOn()));
        counts(receipt, file).print(terminal);
        terminal.list("years", receipt.years(), change -> year(receipt, change));
        receipt.years().forEach(change -> year(change, receipt.asked().get(change.after())));
        some("books.changed", receipt.changed());
        some("books.missing", receipt.missing());
    }

    private Table counts(ImportReceipt receipt, SieFile file) {
        CliMessages words = session.words();
        return new Table(words, "vouchers")
                .number("vouchers", "column.vouchers")
                .number("new", "column.new")
                .number("changed", "column.changed")
                .number("unchanged", "column.unchanged")
                .number("missing", "column.missing")
                .row(
                        file.vouchers(),
                        receipt.counts().fresh(),
                        receipt.counts().changed(),
                        receipt.counts().unchanged(),
                        receipt.counts().missing());
    }

    private static Fields year(ImportReceipt receipt, FiscalYearChange change) {
        FiscalYear before = change.before();
        return new Fields()
                .with("entity", change.after().entity())
                .with("start", change.after().start())
                .with("end", change.after().end())
                .with("endBefore", before == null ? null : before.end())
                .with("keptThrough", FiscalYearRepository.lastDay(change.after()))
                .with("approval", receipt.asked().get(change.after()));
    }

    private void year(FiscalYearChange change, @Nullable String asked) {
        FiscalYear before = change.before();
        FiscalYear after = change.after();
        if (asked != null) {
            session.terminal().result(YearsCommand.asked(session.words(), asked, after, before));
            return;
        }
        LocalDate through = FiscalYearRepository.lastDay(after);
        CliMessages words = session.words();
        if (before == null) {
            session.terminal().result(words.say("books.year.new", after.text(), through));
            return;
        }
        LocalDate earlier = FiscalYearRepository.lastDay(before);
        session.terminal()
                .result(
                        through.equals(earlier)
                                ? words.say(would("books.year.same"), before.text(), after.end(), through)
                                : words.say(would("books.year.changed"), before.text(), after.end(), through, earlier));
        if (after.end().isBefore(before.end())) {
            session.terminal().result(words.say("books.year.two"));
        }
    }

    private String would(String key) {
        return dryRun ? key + ".would" : key;
    }

    private void some(String key, List<String> vouchers) {
        if (!vouchers.isEmpty()) {
            String named = vouchers.stream().limit(NAMED).collect(Collectors.joining(", "));
            session.terminal()
                    .result(session.words().say(key, named)
                            + (vouchers.size() > NAMED
                                    ? " " + session.words().say("books.and-more", NAMED, vouchers.size())
                                    : ""));
        }
    }

    private static String said(@Nullable Object value) {
        return value == null ? "-" : String.valueOf(value);
    }
}
