package se.partnersec.gallra.cli.holding;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.approval.ApprovalId;
import se.partnersec.gallra.cli.approval.ApprovalKind;
import se.partnersec.gallra.cli.approval.PermitApprovals;
import se.partnersec.gallra.cli.approval.PlanApprovals;
import se.partnersec.gallra.cli.approval.RunApprovals;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Lists what needs two people, and approves or withdraws it. */
@Command(
        name = "approvals",
        header = "List, approve and withdraw what takes two people (four-eyes).",
        description = {
            "Runs beyond their limits (gallra runs allow), releases of holds (gallra holds release), fiscal years that end earlier (gallra holds years add), permits to destroy early (gallra holds permits add), saved plans (gallra plan), replays after a restore (gallra ledger replay ask), rules and limits (gallra policy adopt), and logins of people (gallra people).",
            "Your database login says who you are. Nobody can approve their own request."
        })
public final class ApprovalsCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private static final String NAME = "Its number, such as A-12, P-12 or p-20261124-0200.";

    private final CommandContext session;
    private final RunApprovals runApprovals;
    private final PermitApprovals permitApprovals;
    private final PlanApprovals planApprovals;

    @Spec
    private @Nullable CommandSpec spec;

    ApprovalsCommand(
            CommandContext session,
            RunApprovals runApprovals,
            PermitApprovals permitApprovals,
            PlanApprovals planApprovals) {
        this.session = session;
        this.runApprovals = runApprovals;
        this.permitApprovals = permitApprovals;
        this.planApprovals = planApprovals;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "approve",
            header = "Approve what somebody else asked for.",
            description =
                    "An approved plan lets one run of each category erase the planned records that are then due and not on hold. No other approval is needed. Before you approve rules, read what they change: gallra policy diff adopted.",
            footer = {
                "  gallra approvals approve A-12 A-13",
                "  gallra approvals approve P-12",
                "  gallra approvals approve p-20261124-0200"
            })
    int approve(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "APPROVAL",
                            converter = ApprovalId.Converter.class,
                            description = "Approval (A-12), permit (P-12) or plan (p-20261124-0200).")
                    List<ApprovalId> ids) {
        for (ApprovalId id : ids) {
            session.terminal().result(session.throughGate(() -> kind(id.kind()).approve(id)));
            session.terminal().list("approved", List.of(id), each -> new Fields().with("approval", each.text()));
        }
        return 0;
    }

    @Command(
            name = "withdraw",
            header = "Take back a request or an approval that no run has used.",
            description =
                    "A withdrawn permit and a rejected plan are final. A run that started by the plan continues, and records under the permit are kept as before.",
            footer = {"  gallra approvals withdraw A-12 --reason 'Asked for the wrong category'"})
    int withdraw(
            @Parameters(
                            paramLabel = "APPROVAL",
                            converter = ApprovalId.Converter.class,
                            description = "Approval (A-12), permit (P-12) or plan (p-20261124-0200).")
                    ApprovalId id,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason) {
        session.terminal().result(session.throughGate(() -> kind(id.kind()).withdraw(id, reason)));
        session.terminal().field("approval", id.text());
        return 0;
    }

    private ApprovalKind kind(ApprovalId.Kind kind) {
        return switch (kind) {
            case REQUEST -> runApprovals;
            case PERMIT -> permitApprovals;
            case PLAN -> planApprovals;
        };
    }

    @Command(
            name = "show",
            header = "Show a request and its state.",
            footer = {"  gallra approvals show A-12", "  gallra approvals show p-20261124-0200"})
    int show(
            @Parameters(
                            paramLabel = "APPROVAL",
                            converter = ApprovalId.Converter.class,
                            description = "Approval (A-12), permit (P-12) or plan (p-20261124-0200).")
                    ApprovalId id) {
        ApprovalKind.Line found = kind(id.kind())
                .find(id)
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("approval.none", id.text())));
        session.terminal().list("approvals", List.of(found), ApprovalsCommand::fields);
        if (session.terminal().collecting() && !session.terminal().forProgram()) {
            pageTable(List.of(found)).print(session.terminal());
        } else if (session.terminal().plain()) {
            plainTable(List.of(found)).print(session.terminal());
        } else {
            show(found);
        }
        return 0;
    }

    @Command(name = "list", header = "List what waits for approval and what can be used.")
    int list(@Mixin ListOptions which) {
        List<ApprovalKind.Line> found = Stream.of(ApprovalId.Kind.values())
                .flatMap(kind -> kind(kind).list(which.all(), which.limit()).stream())
                .sorted(Comparator.comparing(ApprovalKind.Line::askedAt).reversed())
                .limit(which.limit())
                .toList();
        session.terminal().list("approvals", found, ApprovalsCommand::fields);
        if (session.terminal().collecting() && !session.terminal().forProgram() && !found.isEmpty()) {
            page(found);
        } else if (session.terminal().plain() || found.isEmpty()) {
            plainTable(found).print(session.terminal(), session.words().say("approvals.none"));
        } else {
            found.forEach(this::show);
        }
        return 0;
    }

    private Table plainTable(List<ApprovalKind.Line> found) {
        Table table = new Table(session.words(), null)
                .text("approval", "column.approval")
                .text("on", "column.on")
                .text("state", "column.state")
                .text("askedBy", "column.asked-by")
                .text("reason", "column.reason");
        found.forEach(each -> table.row(each.id(), each.what(), each.state(), each.askedBy(), each.reason()));
        return table;
    }

    /** Table of the approvals for a page of the web console. */
    private Table pageTable(List<ApprovalKind.Line> found) {
        Table table = new Table(session.words(), null)
                .text("approval", "column.approval")
                .text("on", "column.on")
                .text("hold", "column.hold")
                .text("state", "column.state")
                .text("askedAt", "column.when")
                .text("askedBy", "column.asked-by")
                .text("reason", "column.reason");
        found.forEach(each -> table.row(
                each.id(), each.what(), each.hold(), each.state(), each.askedAt(), each.askedBy(), each.reason()));
        return table;
    }

    private void page(List<ApprovalKind.Line> found) {
        pageTable(found).print(session.terminal());
        if (found.stream().anyMatch(each -> String.valueOf(each.state().value()).equals("WAITING"))) {
            session.terminal().note(session.words().say("approvals.how"));
        }
    }

    private static Fields fields(ApprovalKind.Line line) {
        return new Fields()
                .with("approval", line.id())
                .with("kind", line.kind())
                .with("what", line.what())
                .with("hold", line.hold().isEmpty() ? null : line.hold())
                .with("state", line.state())
                .with("askedAt", line.askedAt())
                .with("askedBy", line.askedBy())
                .with("reason", line.reason());
    }

    /** In lines of their own: beside each other, who asked and why would be cut off. */
    private void show(ApprovalKind.Line line) {
        session.terminal().result("%-6s %s", line.id(), line.what());
        session.terminal().result("       %s", line.state().text());
        session.terminal()
                .result("       %s", session.words().say("approvals.asked-by", line.askedBy(), line.reason()));
    }
}
