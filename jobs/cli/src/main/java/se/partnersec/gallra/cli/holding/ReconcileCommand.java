package se.partnersec.gallra.cli.holding;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.books.reconcile.Difference;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SeriesSum;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Kronor;

/** Says whether billing and the books agree about what the law makes us keep. */
@Command(
        name = "reconcile",
        header = "Compare billing with the imported books.",
        description = {
            "Lists vouchers missing on either side, different sums, fiscal years, and records kept past the last day of the law. Changes nothing. Exit code 10 if there are differences.",
            "With --sign-off you ask under your own login that exactly this result be signed, with your note. It is signed when somebody else approves. Later comparisons say whether the result is still the same."
        },
        footer = {
            "  gallra holds reconcile --plain",
            "  gallra holds reconcile --sign-off --note 'Two invoices are booked next month'"
        })
final class ReconcileCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<FinanceService> finance;
    private final ObjectProvider<Reconciler> reconciler;

    @Option(
            names = "--limit",
            converter = ListOptions.AtLeastOne.class,
            paramLabel = "N",
            defaultValue = "50",
            description = "Maximum number of differences of each kind. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @ArgGroup(exclusive = false)
    private @Nullable Signature signature;

    private static final class Signature {
        @Option(names = "--sign-off", required = true, description = "Ask to sign off this result. Needs --note.")
        private boolean signOff;

        @Option(
                names = "--note",
                required = true,
                paramLabel = "TEXT",
                description = "Your note; kept with the sign-off.")
        private @Nullable String note;
    }

    ReconcileCommand(
            CommandContext session, ObjectProvider<FinanceService> finance, ObjectProvider<Reconciler> reconciler) {
        this.session = session;
        this.finance = finance;
        this.reconciler = reconciler;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        Reconciliation found = reconciler.getObject().reconcile(limit);
        if (found.newest().isEmpty()) {
            terminal.note(words.say("books.never"));
        }
        found.newest()
                .forEach((entity, newest) -> terminal.note((entity.equals(FiscalYear.MAIN) ? "" : entity + ": ")
                        + words.say("books.newest", newest.fileName(), Formats.time(newest.importedAt()))));
        terminal.field("equal", found.equal());
        terminal.field("counts", found.counts());
        terminal.list("differences", found.named(), ReconcileCommand::fields);
        if (!found.equal()) {
            differences(found).print(terminal);
            found.counts().forEach((kind, count) -> {
                if (count > limit) {
                    terminal.note(words.say("books.more", words.say("difference." + kind), count));
                }
            });
            terminal.result("");
        }
        sums(found).print(terminal);
        if (!terminal.plain()) {
            long all =
                    found.counts().values().stream().mapToLong(Long::longValue).sum();
            if (all == 0) {
                terminal.result(words.say("books.equal"));
            } else {
                terminal.result(found.newest().isEmpty() ? words.say("books.nothing") : words.say("books.differ", all));
            }
            if (found.counts().containsKey(Difference.Kind.NOT_IN_NEWEST_FILE)) {
                terminal.result(words.say("books.sums-have-missing"));
            }
            if (found.destroyedByPermit() > 0 && found.counts().containsKey(Difference.Kind.MISSING_IN_BILLING)) {
                terminal.result(words.say("books.by-permit", found.destroyedByPermit()));
            }
        }
        signature(found);
        return (found.equal() ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }

    /** Asks for a signature if told to, and says what the last one is worth. */
    private void signature(Reconciliation found) {
        Signature asked = signature;
        CliMessages words = session.words();
        if (asked != null) {
            long request = finance.getObject().askToSign(found, String.valueOf(asked.note));
            session.terminal().field("approval", "A-" + request);
            session.terminal().result(words.say("books.asked", request));
        }
        SignOff last = finance.getObject().signOff().orElse(null);
        session.terminal().field("signedOff", last != null && last.of(found));
        session.terminal().field("signedBy", last == null ? null : last.signedBy());
        session.terminal().field("signedAt", last == null ? null : last.signedAt());
        if (last == null && asked != null) {
            return;
        }
        session.terminal()
                .note(
                        last == null
                                ? words.say("books.unsigned")
                                : words.say(
                                        last.of(found) ? "books.signed" : "books.signed-before",
                                        last.number(),
                                        last.signedBy(),
                                        last.approvedBy(),
                                        Formats.time(last.signedAt()),
                                        last.differences(),
                                        last.note()));
    }

    private Table differences(Reconciliation found) {
        CliMessages words = session.words();
        boolean several = several(found);
        Table table = new Table(words, null);
        if (several) {
            table.text("entity", "column.entity");
        }
        table.text("difference", "column.difference")
                .text("voucher", "column.voucher")
                .text("invoice", "column.invoice")
                .text("inBilling", "column.in-billing")
                .text("inBooks", "column.in-books");
        for (Difference each : found.named()) {
            LocalDate last = each.keptThrough();
            row(
                    table,
                    several,
                    each.entity(),
                    words.say("difference." + each.kind()),
                    each.voucher(),
                    each.invoice(),
                    side(each.billedOn(), each.billedOre()),
                    last == null ? side(each.bookedOn(), each.bookedOre()) : words.say("books.kept-through", last));
        }
        return table;
    }

    private Table sums(Reconciliation found) {
        CliMessages words = session.words();
        boolean several = several(found);
        Table table = new Table(words, "series");
        if (several) {
            table.text("entity", "column.entity");
        }
        table.text("year", "column.fiscal-year")
                .text("series", "column.series")
                .number("billed", "column.invoices")
                .number("billedSum", "column.billed-sum")
                .number("booked", "column.vouchers")
                .number("bookedSum", "column.booked-sum")
                .number("difference", "column.differs");
        for (SeriesSum sum : found.sums()) {
            row(
                    table,
                    several,
                    sum.entity(),
                    sum.year() == null
                            ? null
                            : sum.year().start() + ".." + sum.year().end(),
                    sum.series(),
                    sum.billed(),
                    money(sum.billedOre()),
                    sum.booked(),
                    money(sum.bookedOre()),
                    money(sum.bookedOre() - sum.billedOre()));
        }
        return table;
    }

    private static boolean several(Reconciliation found) {
        return found.sums().stream().anyMatch(sum -> !FiscalYear.MAIN.equals(sum.entity()));
    }

    /** The legal entity comes first, where there are several. */
    private static void row(Table table, boolean several, @Nullable String entity, @Nullable Object... cells) {
        List<@Nullable Object> row = new ArrayList<>();
        if (several) {
            row.add(entity);
        }
        row.addAll(Arrays.asList(cells));
        table.row(row.toArray());
    }

    private String side(@Nullable LocalDate day, @Nullable Long ore) {
        return day == null && ore == null
                ? "-"
                : ((day == null ? "" : day) + " " + (ore == null ? "" : money(ore))).strip();
    }

    /** Digits alone for a program, and grouped for people. */
    private String money(long ore) {
        return session.terminal().forProgram()
                ? BigDecimal.valueOf(ore, 2).toPlainString()
                : Kronor.text(ore, session.words().language());
    }

    private static Fields fields(Difference each) {
        return new Fields()
                .with("entity", each.entity())
                .with("kind", each.kind())
                .with("voucher", each.voucher())
                .with("invoice", each.invoice())
                .with("billedOn", each.billedOn())
                .with("billed", kronor(each.billedOre()))
                .with("bookedOn", each.bookedOn())
                .with("booked", kronor(each.bookedOre()))
                .with("keptThrough", each.keptThrough());
    }

    private static @Nullable String kronor(@Nullable Long ore) {
        return ore == null ? null : BigDecimal.valueOf(ore, 2).toPlainString();
    }
}
