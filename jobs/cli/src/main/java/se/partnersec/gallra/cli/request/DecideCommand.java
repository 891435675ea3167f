package se.partnersec.gallra.cli.request;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.NewDecision;
import se.partnersec.gallra.requests.RequestKind;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.requests.letter.AnswerLetter;

/** Grants or refuses a request, once and for good; what a run then does with each record the rules decide. */
@Command(
        name = "decide",
        header = "Grant or refuse a request that somebody else entered.",
        description =
                "Your database login says who decides. Records that a hold, the books or an open claim keeps stay, and are erased when that ends.",
        footer = {
            "  gallra requests decide R-12 --accept --identity-verified 'BankID at support'",
            "  gallra requests decide R-14 --accept --name reader@exempel.se --identity-verified 'Link by e-mail'",
            "  gallra requests decide R-13 --refuse --law 'GDPR 12(6)' --reason 'You did not say who you are'"
        })
final class DecideCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<RequestService> requestService;
    private final ObjectProvider<RequestOverview> requests;
    private final PromiseWarnings warnings;

    @Parameters(
            paramLabel = "REQUEST",
            converter = RequestNumber.Converter.class,
            description = "Request, such as R-12.")
    private RequestNumber number = new RequestNumber(0);

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(
            names = "--identity-verified",
            paramLabel = "TEXT",
            description = "How the identity was verified. Required except for GDPR 12(6).")
    private @Nullable String identity;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "Of a request that was entered by name: the name again.")
    private @Nullable String name;

    @Option(names = "--law", paramLabel = "TEXT", description = "Law and section of the refusal.")
    private @Nullable String law;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Reason of the refusal; the person reads it.")
    private @Nullable String reason;

    @Option(
            names = "--review-by",
            paramLabel = "DATE",
            description = "For a restriction: review it by this day, at most 12 months ahead.")
    private @Nullable LocalDate reviewBy;

    static final class Choice {
        @Option(names = "--accept", required = true, description = "Grant it.")
        private boolean accept;

        @Option(names = "--refuse", required = true, description = "Refuse it.")
        private boolean refuse;
    }

    DecideCommand(
            CommandContext session,
            ObjectProvider<RequestService> requestService,
            ObjectProvider<RequestOverview> requests,
            PromiseWarnings warnings) {
        this.session = session;
        this.requestService = requestService;
        this.requests = requests;
        this.warnings = warnings;
    }

    @Override
    public Integer call() {
        NewDecision decision = new NewDecision(choice.accept, identity, law, reason, reviewBy);
        SubjectRequest decided =
                session.throughGate(() -> requestService.getObject().decide(number.id(), decision, name));
        session.terminal().fields(RequestsCommand.fields(session, decided));
        AnswerStatus answer = requests.getObject().answer(number.id());
        session.terminal().block(new AnswerLetter(answer, session.words().language()).text());
        warnings.of(answer).forEach(warning -> warning.printWarning(session.terminal()));
        if (decided.kind() == RequestKind.OBJECTION && decision.accepted()) {
            session.terminal().note(session.words().say("requests.objection-granted"));
        }
        restricted(
                decided.kind() == RequestKind.RESTRICTION && decision.accepted()
                        ? requestService.getObject().recipients(decided, name)
                        : List.of());
        return 0;
    }

    /** Whom the company has to tell of a restriction: no run does. */
    private void restricted(List<RequestService.Recipient> recipients) {
        session.terminal()
                .list(
                        "recipients",
                        recipients,
                        copy -> new Fields()
                                .with("copy", copy.copy())
                                .with("recipient", copy.recipient())
                                .with("contact", copy.contact()));
        if (!recipients.isEmpty()) {
            session.terminal()
                    .note(session.words()
                            .say(
                                    "requests.restriction-recipients",
                                    recipients.stream()
                                            .map(copy -> copy.recipient() + " (" + copy.contact() + ")")
                                            .distinct()
                                            .collect(Collectors.joining(", "))));
        }
    }
}
