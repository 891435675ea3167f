package se.partnersec.gallra.cli.holding;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.books.importing.BookImport;
import se.partnersec.gallra.books.reconcile.Difference;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.Reconciliation;
import se.partnersec.gallra.books.reconcile.SeriesSum;
import se.partnersec.gallra.books.reconcile.SignOff;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.shell.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.Formats;
import se.partnersec.gallra.cli.shell.Table;
import se.partnersec.gallra.cli.shell.Terminal;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.support.exit.ExitCode;

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
        BookImport newest = found.newest();
        terminal.note(
                newest == null
                        ? words.say("books.never")
                        : words.say("books.newest", newest.fileName(), Formats.time(newest.importedAt())));
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
            terminal.result(all == 0 ? words.say("books.equal") : words.say("books.differ", all));
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
            session.terminal().result(words.say("books.asked", request));
        }
        SignOff last = finance.getObject().signOff().orElse(null);
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
        Table table = new Table(
                words.say("column.difference"),
                words.say("column.voucher"),
                words.say("column.invoice"),
                words.say("column.in-billing"),
                words.say("column.in-books"));
        for (Difference each : found.named()) {
            LocalDate last = each.keptThrough();
            table.row(
                    words.say("difference." + each.kind()),
                    each.voucher(),
                    each.invoice() == null ? "-" : each.invoice(),
                    side(each.billedOn(), each.billedOre()),
                    last == null ? side(each.bookedOn(), each.bookedOre()) : words.say("books.kept-through", last));
        }
        return table;
    }

    private Table sums(Reconciliation found) {
        CliMessages words = session.words();
        Table table = new Table(
                words.say("column.fiscal-year"),
                words.say("column.series"),
                ">" + words.say("column.in-billing"),
                ">" + words.say("column.billed-sum"),
                ">" + words.say("column.in-books"),
                ">" + words.say("column.booked-sum"),
                ">" + words.say("column.differs"));
        for (SeriesSum sum : found.sums()) {
            table.row(
                    sum.year() == null
                            ? "-"
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

    private String side(@Nullable LocalDate day, @Nullable Long ore) {
        return day == null && ore == null
                ? "-"
                : ((day == null ? "" : day) + " " + (ore == null ? "" : money(ore))).strip();
    }

    private String money(long ore) {
        BigDecimal kronor = BigDecimal.valueOf(ore, 2);
        return session.terminal().plain()
                ? kronor.toPlainString()
                : String.format(Formats.OURS, "%,.2f", kronor).replace(',', ' ');
    }
}
