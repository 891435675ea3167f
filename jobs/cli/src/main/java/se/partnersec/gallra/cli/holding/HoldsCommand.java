package se.partnersec.gallra.cli.holding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.option.HoldTypeConverter;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.option.ScopeOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.HoldFields;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.NewHold;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.planning.holding.HoldReceipt;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.planning.holding.UnknownScopes;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** What must stay: finance places holds, releases them and looks them up. */
@Command(
        name = "holds",
        header = "Manage holds, fiscal years, permits and the imported books.",
        subcommands = {
            FindCommand.class,
            UpcomingCommand.class,
            CensusCommand.class,
            YearsCommand.class,
            PermitsCommand.class,
            ImportCommand.class,
            ReconcileCommand.class
        })
public final class HoldsCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<HoldService> holds;
    private final ObjectProvider<ApprovalService> approvals;
    private final ObjectProvider<HoldRepository> holdRepository;
    private final ObjectProvider<UnknownScopes> unknownScopes;
    private final ObjectProvider<HoldReceiptService> receipts;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    HoldsCommand(
            CommandContext session,
            ObjectProvider<HoldService> holds,
            ObjectProvider<ApprovalService> approvals,
            ObjectProvider<HoldRepository> holdRepository,
            ObjectProvider<UnknownScopes> unknownScopes,
            ObjectProvider<HoldReceiptService> receipts,
            ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.holds = holds;
        this.approvals = approvals;
        this.holdRepository = holdRepository;
        this.unknownScopes = unknownScopes;
        this.receipts = receipts;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "add",
            header = "Place a hold.",
            description = "Prints a receipt: what the hold covers, and what was erased before it was placed.",
            footer = {
                "  gallra holds add --type legal-claim --customer K10003 --review-by 2027-06-30 \\",
                "    --reason 'Dispute about delivery, counsel instructed' --dry-run"
            })
    int add(
            @Option(
                            names = "--type",
                            required = true,
                            paramLabel = "TYPE",
                            converter = HoldTypeConverter.class,
                            description =
                                    "legal-claim, dispute, restriction, tax-audit, authority-order or security-incident.")
                    HoldType type,
            @ArgGroup(multiplicity = "1") ScopeOptions scope,
            @Option(
                            names = "--only",
                            paramLabel = "CATEGORY",
                            completionCandidates = CategoryCandidates.class,
                            description = "Cover this category only.")
                    @Nullable
                    DataCategory only,
            @Option(
                            names = "--until",
                            paramLabel = "DATE",
                            description =
                                    "Last day of the hold. This or --review-by is required; authority-order and security-incident need this, restriction cannot have it.")
                    @Nullable
                    LocalDate until,
            @Option(
                            names = "--review-by",
                            paramLabel = "DATE",
                            description = "Review the hold by this day, at most 12 months ahead.")
                    @Nullable
                    LocalDate reviewBy,
            @Option(names = "--basis", paramLabel = "TEXT", description = "Legal basis.") @Nullable String basis,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason,
            @Option(
                            names = "--allow-unknown",
                            description =
                                    "Place it also on a customer, user, invoice or record that does not exist yet.")
                    boolean allowUnknown,
            @Option(names = "--dry-run", description = "Place nothing; print what the hold would cover.")
                    boolean dryRun) {
        HoldScope on = scope.scope(spec);
        if (!allowUnknown) {
            RefusedException.usageIfAny(
                    unknownScopes.getObject().among(List.of(on), session.words().language()));
        }
        NewHold wanted = new NewHold(type, on, only, until, reviewBy, basis, reason);
        session.terminal().field("dryRun", dryRun);
        boolean again = holds.getObject().placed(wanted);
        if (dryRun) {
            session.terminal().list("holds", List.<PlacedHold>of(), HoldFields::of);
            receipt(holds.getObject().preview(wanted));
            session.terminal().result(session.words().say(again ? "holds.dry-run.same" : "holds.dry-run"));
            return 0;
        }
        PlacedHold placed = session.throughGate(() -> holds.getObject().add(wanted));
        // It stands, whatever becomes of the receipt.
        session.terminal().list("holds", List.of(placed), HoldFields::of);
        receipt(placed);
        if (again) {
            session.terminal().note(session.words().say("holds.same"));
        }
        return 0;
    }

    private void receipt(PlacedHold hold) {
        HoldReceipt receipt = receipts.getObject().of(hold);
        session.terminal().list("coverage", receipt.coverage(), HoldsCommand::coverage);
        session.terminal().field("warnings", receipt.warnings());
        session.terminal().block(receipt.text(session.words().language()));
    }

    private static Fields coverage(HoldReceipt.Coverage each) {
        return new Fields()
                .with("category", each.category())
                .with("kept", each.kept())
                .with("emptied", each.emptied())
                .with("erasedBefore", each.erased())
                .with("inFlight", each.inFlight());
    }

    @Command(
            name = "release",
            header = "Ask to release a hold.",
            description =
                    "The hold stays until somebody else approves within 24 hours. After that the next run may erase what it kept. A hold with a last day ends by itself.",
            footer = {
                "  gallra holds release H-12 --reason 'Settled out of court'",
                "  gallra approvals approve A-7        # somebody else, under a login of their own"
            })
    int release(
            @Parameters(paramLabel = "HOLD", description = "Hold, such as H-12.") String hold,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason,
            @Option(
                            names = "--informed",
                            paramLabel = "DATE",
                            description =
                                    "For a restriction: when the person was told that it will be lifted (GDPR 18(3)).")
                    @Nullable
                    LocalDate informed) {
        long number = number(hold);
        Approval asked = approvals.getObject().releases().ask(number, reason, informed);
        session.terminal().field("approval", asked.id());
        session.terminal().field("hold", asked.subject());
        session.terminal().result(session.words().say("holds.release-asked", asked.id(), asked.subject()));
        return 0;
    }

    @Command(name = "list", header = "List active holds, newest first.")
    int list(
            @Option(names = "--all", description = "Include ended and released holds.") boolean all,
            @Option(
                            names = "--limit",
                            converter = ListOptions.AtLeastOne.class,
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Maximum number of holds. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        CliMessages words = session.words();
        reads.getObject().note("holds-list", all ? "all" : "active", "");
        List<PlacedHold> holds = holdRepository.getObject().list(!all, limit);
        Table table = new Table(words, null)
                .text("hold", "column.hold")
                .text("type", "column.type")
                .text("on", "column.on")
                .text("keeps", "column.keeps")
                .text("reason", "column.reason");
        Map<String, String> asked = approvals.getObject().releases().waiting().stream()
                .collect(Collectors.toMap(Approval::subject, Approval::id, (newer, older) -> newer));
        session.terminal()
                .list(
                        "holds",
                        holds,
                        hold -> HoldFields.of(hold)
                                .with("releaseApproval", asked.get(hold.hold().id())));
        for (PlacedHold hold : holds) {
            String waiting = asked.get(hold.hold().id());
            table.row(
                    hold.hold().id(),
                    words.say("hold." + hold.hold().type()),
                    scope(hold),
                    waiting == null ? keeps(hold) : words.say("holds.keeps.asked", keeps(hold), waiting),
                    hold.reason());
        }
        table.print(session.terminal(), words.say("holds.none"));
        return 0;
    }

    private long number(String hold) {
        String number = hold.replaceFirst("^[Hh]-", "");
        if (!number.matches("\\d{1,18}")) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    SENTENCES.say("holding.not-number-hold-write-like-h", hold));
        }
        return Long.parseLong(number);
    }

    @Command(
            name = "show",
            header = "Show one hold: scope, reason, legal basis, dates and people.",
            footer = {"  gallra holds show H-12", "  gallra holds show H-12 --count    # before its release is approved"
            })
    int show(
            @Parameters(paramLabel = "HOLD", description = "Hold, such as H-12.") String hold,
            @Option(names = "--count", description = "Count the records it keeps, unless it is released.")
                    boolean count) {
        long number = number(hold);
        CliMessages words = session.words();
        reads.getObject().note("holds-show", "H-" + number, "");
        PlacedHold placed = holdRepository
                .getObject()
                .show(number)
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("holding.there-no-hold-h-see-gallra", number)));
        session.terminal().list("holds", List.of(placed), HoldFields::of);
        Table table = Table.of(words.say("column.hold"), placed.hold().id());
        table.row(words.say("column.type"), words.say("hold." + placed.hold().type()));
        table.row(words.say("column.on"), scope(placed));
        table.row(words.say("column.keeps"), keeps(placed));
        if (placed.hold().until() != null && placed.hold().reviewBy() != null) {
            table.row(words.say("column.review-by"), placed.hold().reviewBy());
        }
        table.row(
                words.say("holds.show.placed"),
                words.say("holds.show.by", Formats.time(placed.hold().placedAt()), placed.placedBy()));
        table.row(words.say("holds.show.basis"), Objects.requireNonNullElse(placed.legalBasis(), "-"));
        table.row(words.say("column.reason"), placed.reason());
        Instant released = placed.hold().releasedAt();
        if (released != null) {
            table.row(
                    words.say("holds.show.released"),
                    words.say("holds.show.by", Formats.time(released), String.valueOf(placed.releasedBy())));
            table.row(words.say("holds.show.release-reason"), String.valueOf(placed.releaseReason()));
        }
        approvals.getObject().releases().waiting().stream()
                .filter(asked -> asked.subject().equals(placed.hold().id()))
                .forEach(asked -> {
                    session.terminal().field("releaseApproval", asked.id());
                    table.row(words.say("holds.show.asked"), asked.id());
                });
        table.print(session.terminal());
        if (count && released == null) {
            receipt(placed);
        }
        return 0;
    }

    private String scope(PlacedHold hold) {
        String on = session.words().say("scope." + hold.scope().kind()) + " "
                + hold.scope().text();
        return hold.category() == null ? on : on + ", " + hold.category();
    }

    private String keeps(PlacedHold hold) {
        CliMessages words = session.words();
        if (hold.hold().releasedAt() != null) {
            return words.say("holds.keeps.released");
        }
        return hold.hold().until() != null
                ? words.say("holds.keeps.until", hold.hold().until())
                : words.say("holds.keeps.review", String.valueOf(hold.hold().reviewBy()));
    }
}
