package se.partnersec.gallra.cli.holding;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.request.NewPermit;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.cli.approval.PermitApprovals;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.option.PermitOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.reports.FinanceService;

/** Skatteverket's permits to destroy accounting information before its seven years are over: enters and lists them. */
@Command(
        name = "permits",
        header = "Manage permits to destroy accounting records early (BFL 7:7).",
        description =
                "One person enters a permit of Skatteverket, another approves it: gallra approvals approve. From its first day on, runs erase what it covers. Holds, open claims, disputes and reviews still apply.")
final class PermitsCommand implements Callable<Integer> {
    private final CommandContext session;
    private final PermitApprovals permitApprovals;
    private final ObjectProvider<PermitService> permits;
    private final ObjectProvider<FinanceService> finance;

    @Spec
    private @Nullable CommandSpec spec;

    PermitsCommand(
            CommandContext session,
            ObjectProvider<PermitService> permits,
            ObjectProvider<FinanceService> finance,
            PermitApprovals permitApprovals) {
        this.session = session;
        this.permitApprovals = permitApprovals;
        this.permits = permits;
        this.finance = finance;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "add",
            header = "Enter a permit.",
            description = "It has no effect until somebody else approves it.",
            footer = {
                "  gallra holds permits add --reference 8-1234567 --record invoices:77 --from 2027-01-15 \\",
                "    --reason 'Deal was undone, goods and money returned'",
                "  gallra holds permits add --reference 8-1234567 --category invoices --year 2021-12-31 \\",
                "    --from 2027-01-15 --reason 'Business was sold, the buyer keeps the books'"
            })
    int add(
            @Option(
                            names = "--reference",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Reference of Skatteverket's decision.")
                    String reference,
            @ArgGroup(multiplicity = "1") PermitOptions what,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "DATE",
                            description = "First day on which the records may be destroyed.")
                    LocalDate from,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        NewPermit wanted =
                what.permit(spec, session.jobs(), code -> finance.getObject().entity(code), reference, from, reason);
        PlacedPermit placed = session.throughGate(() -> this.permits.getObject().add(wanted));
        session.terminal().field("permit", placed.permit().id());
        session.terminal()
                .result(session.words().say("permits.added", placed.permit().id(), permitApprovals.on(placed)));
        return 0;
    }

    @Command(name = "list", header = "List permits and the number of records erased by each.")
    int list(@Mixin ListOptions which) {
        CliMessages words = session.words();
        List<PlacedPermit> permits = this.permits.getObject().list(which.all(), which.limit());
        Table table = new Table(words, "permits")
                .text("permit", "column.permit")
                .text("reference", "column.reference")
                .text("on", "column.on")
                .text("allowedFrom", "column.from")
                .text("state", "column.state")
                .number("erasedByIt", "column.gone-by-it")
                .text("reason", "column.reason");
        for (PlacedPermit each : permits) {
            table.row(
                    each.permit().id(),
                    each.permit().reference(),
                    permitApprovals.on(each),
                    each.permit().allowedFrom(),
                    permitApprovals.coded(each),
                    each.used(),
                    each.reason());
        }
        table.print(session.terminal(), words.say("permits.none"));
        return 0;
    }
}
