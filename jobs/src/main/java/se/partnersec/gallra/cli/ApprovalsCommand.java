package se.partnersec.gallra.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approval.Approval;
import se.partnersec.gallra.approval.ReleaseTerms;
import se.partnersec.gallra.approval.RunTerms;

/** What takes two people: lists what was asked for, and approves or withdraws it. */
@Command(
        name = "approvals",
        description = {
            "List, approve and withdraw what takes two people: a run beyond its limits (gallra runs allow), the release of"
                    + " a hold (gallra holds release).",
            "Who you are is your login at the database; nobody approves what he asked for himself."
        })
final class ApprovalsCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    ApprovalsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        throw Gallra.missing(spec);
    }

    @Command(
            name = "approve",
            description = "Approve what somebody else asked for.",
            footer = {"", "Example:", "  gallra approvals approve A-12 A-13"})
    int approve(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "APPROVAL",
                            converter = ApprovalNumber.Converter.class,
                            description = "Its number, such as A-12.")
                    List<ApprovalNumber> numbers) {
        for (ApprovalNumber number : numbers) {
            Approval approved = session.rooms()
                    .approvals()
                    .approveListed(number.id(), session.rooms().fingerprint());
            if (approved.kind().equals(ReleaseTerms.KIND)) {
                session.terminal().result(session.words().say("approvals.released", approved.id(), approved.subject()));
                continue;
            }
            Instant ends = approved.expires();
            session.terminal()
                    .result(session.words()
                            .say(
                                    "approvals.approved",
                                    approved.id(),
                                    what(approved),
                                    ends == null ? "-" : Locales.time(ends)));
        }
        return 0;
    }

    @Command(
            name = "withdraw",
            description = "Take back what was asked for or approved, as long as no run has used it.")
    int withdraw(
            @Parameters(
                            paramLabel = "APPROVAL",
                            converter = ApprovalNumber.Converter.class,
                            description = "Its number, such as A-12.")
                    ApprovalNumber number,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; kept in the register.")
                    String reason) {
        Approval gone = session.rooms().approvals().withdraw(number.id(), reason);
        session.terminal().result(session.words().say("approvals.withdrawn", gone.id(), what(gone)));
        return 0;
    }

    @Command(name = "list", description = "What waits for approval or can be used, newest first.")
    int list(
            @Option(names = "--all", description = "Also what was used, withdrawn or has expired.") boolean all,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "At most this many; ${DEFAULT-VALUE}.")
                    int limit) {
        Words words = session.words();
        List<Approval> found = session.rooms().approvals().list(all, Math.max(0, limit));
        if (found.isEmpty()) {
            session.terminal().note(words.say("approvals.none"));
            return 0;
        }
        if (session.terminal().plain()) {
            Table table = new Table(
                    words.say("column.approval"),
                    words.say("column.on"),
                    words.say("column.state"),
                    words.say("column.asked-by"),
                    words.say("column.reason"));
            found.forEach(each -> table.row(each.id(), what(each), state(each), each.requestedBy(), each.reason()));
            table.print(session.terminal());
        } else {
            found.forEach(this::show);
        }
        return 0;
    }

    /** In lines of their own: beside each other, who asked and why would be cut off. */
    private void show(Approval approval) {
        session.terminal().result("%-6s %s", approval.id(), what(approval));
        session.terminal().result("       %s", state(approval));
        session.terminal()
                .result(
                        "       %s",
                        session.words().say("approvals.asked-by", approval.requestedBy(), approval.reason()));
    }

    private String what(Approval approval) {
        if (approval.kind().equals(ReleaseTerms.KIND)) {
            return session.words().say("approvals.release", approval.subject());
        }
        RunTerms terms = RunTerms.read(approval.terms()).orElse(null);
        if (terms == null) {
            return session.words().say("approvals.unreadable", approval.subject());
        }
        LocalDate on = terms.on();
        String day = on == null ? "" : session.words().say("approvals.run.on", on);
        return (terms.most() == null
                        ? session.words().say("approvals.run", approval.subject())
                        : session.words().say("approvals.run.most", approval.subject(), terms.most()))
                + (terms.shorter() ? session.words().say("approvals.run.shorter") : "")
                + day;
    }

    private String state(Approval approval) {
        Approval.State state = approval.state();
        if (approval.kind().equals(ReleaseTerms.KIND)
                && (state == Approval.State.APPROVED || state == Approval.State.EXPIRED)) {
            return state == Approval.State.APPROVED
                    ? session.words().say("approvals.state.released", String.valueOf(approval.approvedBy()))
                    : session.words().say("approvals.state.lapsed");
        }
        String key = "approvals.state." + state.name().toLowerCase(Locale.ROOT);
        return switch (state) {
            case WAITING -> session.words().say(key);
            case APPROVED, EXPIRED -> {
                Instant ends = approval.expires();
                yield session.words()
                        .say(key, String.valueOf(approval.approvedBy()), ends == null ? "-" : Locales.time(ends));
            }
            case WITHDRAWN -> session.words().say(key, String.valueOf(approval.withdrawnBy()));
            case USED -> session.words().say(key, String.valueOf(approval.run()));
        };
    }
}
