package se.partnersec.gallra.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.hold.NewPermit;
import se.partnersec.gallra.hold.PlacedPermit;

/** Skatteverket's permits to destroy accounting information before its seven years are over: one enters, another approves. */
@Command(
        name = "permits",
        description = {
            "Skatteverket's permits to destroy accounting information before the seven years are over (Bookkeeping",
            "Act 7:7). One person enters a permit, another approves it under a login of his own; then the jobs take what",
            "it covers from its day on. No hold, open claim, dispute or review is lifted by it."
        })
final class PermitsCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    PermitsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        throw Gallra.missing(spec);
    }

    @Command(
            name = "add",
            description = "Enter a permit; without effect until somebody else approves it.",
            footer = {
                "",
                "Examples:",
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
                            description = "Skatteverket's reference, as its decision bears it.")
                    String reference,
            @ArgGroup(multiplicity = "1") PermitOptions what,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "DATE",
                            description = "First day on which it may be destroyed.")
                    LocalDate from,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; kept in the register.")
                    String reason) {
        NewPermit wanted = what.permit(spec, session.jobs(), reference, from, reason);
        PlacedPermit placed = session.rooms().permits().add(wanted);
        say("permits.added", placed.permit().id(), on(placed));
        return 0;
    }

    @Command(name = "approve", description = "Approve a permit that somebody else entered.")
    int approve(
            @Parameters(
                            paramLabel = "PERMIT",
                            converter = PermitNumber.Converter.class,
                            description = "Its number, such as P-12.")
                    PermitNumber number) {
        PlacedPermit placed = session.rooms().permits().approve(number.id());
        say(
                "permits.approved",
                placed.permit().id(),
                on(placed),
                placed.permit().allowedFrom());
        return 0;
    }

    @Command(name = "withdraw", description = "Take a permit back, for good; what still lies there is kept as ever.")
    int withdraw(
            @Parameters(
                            paramLabel = "PERMIT",
                            converter = PermitNumber.Converter.class,
                            description = "Its number, such as P-12.")
                    PermitNumber number,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; kept in the register.")
                    String reason) {
        PlacedPermit placed = session.rooms().permits().withdraw(number.id(), reason);
        say("permits.withdrawn", placed.permit().id(), on(placed), placed.used());
        return 0;
    }

    @Command(name = "list", description = "Permits, newest first, and how many records went by each.")
    int list(
            @Option(names = "--all", description = "Withdrawn ones too.") boolean all,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "At most this many; ${DEFAULT-VALUE}.")
                    int limit) {
        Words words = session.words();
        List<PlacedPermit> permits = session.rooms().permits().list(all, Math.max(0, limit));
        if (permits.isEmpty()) {
            session.terminal().note(words.say("permits.none"));
            return 0;
        }
        Table table = new Table(
                words.say("column.permit"),
                words.say("column.reference"),
                words.say("column.on"),
                words.say("column.from"),
                words.say("column.state"),
                ">" + words.say("column.gone-by-it"),
                words.say("column.reason"));
        for (PlacedPermit each : permits) {
            table.row(
                    each.permit().id(),
                    each.permit().reference(),
                    on(each),
                    each.permit().allowedFrom(),
                    state(each),
                    each.used(),
                    each.reason());
        }
        table.print(session.terminal());
        return 0;
    }

    private String on(PlacedPermit placed) {
        return placed.recordKey() == null
                ? session.words()
                        .say(
                                "permits.year",
                                placed.category(),
                                String.valueOf(placed.permit().yearEnd()))
                : placed.category() + ":" + placed.recordKey();
    }

    private String state(PlacedPermit placed) {
        Words words = session.words();
        if (placed.permit().withdrawn()) {
            return words.say("permits.state.withdrawn", String.valueOf(placed.withdrawnBy()));
        }
        return placed.permit().stands()
                ? words.say(
                        "permits.state.approved", String.valueOf(placed.permit().approvedBy()))
                : words.say("permits.state.waiting", placed.permit().requestedBy());
    }

    private void say(String key, Object... args) {
        session.terminal().result(session.words().say(key, args));
    }
}
