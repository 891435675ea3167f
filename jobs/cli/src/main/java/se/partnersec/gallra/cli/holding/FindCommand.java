package se.partnersec.gallra.cli.holding;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.FindOptions;
import se.partnersec.gallra.cli.option.ScopeOptions;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.HoldFields;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.planning.holding.HoldStatus;
import se.partnersec.gallra.reports.FinanceService;
import se.partnersec.gallra.reports.content.VoucherAnswer;

/** The question finance asks: is this kept, until when, and by which section of the law. */
@Command(
        name = "find",
        header = "Find out whether something is kept, until when, and why.",
        description =
                "Answers in one sentence with the section of the law, then lists everything that keeps the data of a customer, user, invoice, voucher or record.",
        footer = {
            "  gallra holds find --invoice 2023-10417",
            "  gallra holds find --ocr 1234567897",
            "  gallra holds find --org-no 5599000001",
            "  gallra holds find --user 070-1740601 --lang en",
            "  gallra holds find --voucher A1043 --year 2023"
        })
final class FindCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<FinanceService> finance;
    private final ObjectProvider<HoldLookup> lookup;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private @Nullable FindOptions wanted;

    FindCommand(
            CommandContext session,
            ObjectProvider<FinanceService> finance,
            ObjectProvider<HoldLookup> lookup,
            ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.finance = finance;
        this.lookup = lookup;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        FindOptions by = wanted;
        if (by == null) {
            throw GallraCommand.missing(spec);
        }
        Locale language = session.words().language();
        ScopeOptions scope = by.scope();
        if (scope == null) {
            reads.getObject().note("holds-find", "voucher", by.voucher() + " " + by.year());
            VoucherAnswer answer = finance.getObject().voucher(by.voucher(), by.year(), by.entity());
            session.terminal().field("voucher", answer.voucher().name());
            session.terminal().field("known", answer.voucher().known());
            session.terminal().field("lawEnd", answer.lastDay());
            session.terminal().field("answer", answer.sentence(language));
            session.terminal().list("invoices", answer.invoices(), each -> fields(each, language));
            session.terminal().block(answer.text(language));
            return 0;
        }
        HoldScope on = scope.scope(spec);
        reads.getObject().note("holds-find", on.kind().id(), on.text());
        HoldStatus found = lookup.getObject().find(on.kind(), on.text());
        session.terminal().fields(fields(found, language));
        session.terminal().block(found.text(language));
        return 0;
    }

    private static Fields fields(HoldStatus found, Locale language) {
        HoldStatus.Own own = found.own();
        return new Fields()
                .with("scope", found.scope().kind())
                .with("key", found.scope().text())
                .with("number", found.number())
                .with("known", found.known())
                .with("answer", found.sentence(language))
                .with("lawEnd", found.lawEnd())
                .with("decision", own == null ? null : own.verdict().decision())
                .with("reason", own == null ? null : own.verdict().reason())
                .with("retainUntil", own == null ? null : own.verdict().retainUntil())
                .with("holds", found.holds().stream().map(HoldFields::brief).toList())
                .with(
                        "reaching",
                        found.reaching().entrySet().stream()
                                .map(each -> HoldFields.brief(each.getKey()).with("records", each.getValue()))
                                .toList())
                .with("books", found.books().stream().map(FindCommand::books).toList());
    }

    private static Fields books(HoldStatus.Books books) {
        return new Fields()
                .with("category", books.category())
                .with("records", books.records())
                .with("lastDay", books.lastDay())
                .with("undated", books.undated())
                .with("early", books.early());
    }
}
