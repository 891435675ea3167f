package se.partnersec.gallra.cli.request;

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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.ListOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.ReasonTable;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.requests.AnswerStatus;
import se.partnersec.gallra.requests.ItemState;
import se.partnersec.gallra.requests.RequestKind;
import se.partnersec.gallra.requests.RequestOverview;
import se.partnersec.gallra.requests.RequestService;
import se.partnersec.gallra.requests.SubjectRequest;
import se.partnersec.gallra.requests.SubjectRequest.Decision;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** What data subjects ask for: finance or the data-protection officer enters it, decides, and answers in time. */
@Command(
        name = "requests",
        header = "Handle requests of data subjects (GDPR 17, 18, 21).",
        description = "Enter, decide and answer within one month. One person enters a request, another decides it.",
        subcommands = {DecideCommand.class, AnswerCommand.class})
public final class RequestsCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<RequestService> requestService;
    private final ObjectProvider<RequestOverview> requests;
    private final ObjectProvider<PersonReadLog> reads;

    @Spec
    private @Nullable CommandSpec spec;

    /** Whom a request is about: a user, or somebody who is none. */
    static final class Person {
        @Option(
                names = "--user",
                required = true,
                paramLabel = "KEY",
                description = "User name, e-mail address, phone number or key; id:KEY for a key only.")
        private @Nullable String user;

        @Option(
                names = "--name",
                required = true,
                paramLabel = "TEXT",
                description = "E-mail address or phone number of somebody who is no user, as the records have it.")
        private @Nullable String name;

        /** Of somebody who is no user. */
        @Nullable
        String name() {
            return name;
        }

        /** Enters the request. */
        SubjectRequest enter(
                RequestService requests, RequestKind kind, @Nullable LocalDate received, boolean noRecords) {
            return name == null
                    ? requests.add(kind, Objects.requireNonNull(user), received)
                    : requests.addByName(kind, name, received, noRecords);
        }
    }

    RequestsCommand(
            CommandContext session,
            ObjectProvider<RequestService> requestService,
            ObjectProvider<RequestOverview> requests,
            ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.requestService = requestService;
        this.requests = requests;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "add",
            header = "Enter a request.",
            description =
                    "Only the technical key of a user is stored. Of somebody who is no user, such as a newsletter reader or a caller, only a keyed hash of the name is stored: who decides gives the name again.",
            footer = {
                "  gallra requests add --type erasure --user anna@exempel.se --received 2026-11-20",
                "  gallra requests add --type erasure --name reader@exempel.se",
                "  gallra requests add --type marketing --user id:4711"
            })
    int add(
            @Option(
                            names = "--type",
                            required = true,
                            paramLabel = "TYPE",
                            converter = RequestKindConverter.class,
                            description =
                                    "erasure, restriction, marketing (no more mailings) or objection (to other uses).")
                    RequestKind kind,
            @ArgGroup(multiplicity = "1") Person person,
            @Option(names = "--received", paramLabel = "DATE", description = "Day it was received. Default: today.")
                    @Nullable
                    LocalDate received,
            @Option(
                            names = "--no-records",
                            description =
                                    "With --name: enter it although no record has the name. The answer then says so.")
                    boolean noRecords) {
        String name = person.name();
        if (noRecords && name == null) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.no-records-goes-with-name"));
        }
        SubjectRequest made = person.enter(requestService.getObject(), kind, received, noRecords);
        session.terminal().fields(fields(session, made));
        if (name != null) {
            Map<DataCategory, Long> bearing = requestService.getObject().bearing(name);
            session.terminal().field("bearing", bearing);
            if (bearing.isEmpty()) {
                say("requests.bearing.none");
            } else {
                say(
                        "requests.bearing",
                        bearing.entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .collect(Collectors.joining(", ")));
            }
        }
        say("requests.added", made.name(), words().say("request." + made.kind()), made.answerBy());
        List<String> alike = requestService.getObject().undecidedLike(made);
        if (!alike.isEmpty()) {
            session.terminal().note(words().say("requests.alike", String.join(", ", alike)));
        }
        return 0;
    }

    @Command(name = "list", header = "List open requests, newest first.")
    int list(
            @Option(names = "--all", description = "Include answered requests.") boolean all,
            @Option(names = "--check", description = "Exit code 10 if an answer is overdue.") boolean check,
            @Option(
                            names = "--limit",
                            converter = ListOptions.AtLeastOne.class,
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Maximum number of requests. Default: ${DEFAULT-VALUE}.")
                    int limit) {
        List<SubjectRequest> requests = this.requests.getObject().list(all, limit);
        LocalDate today = session.today();
        session.terminal()
                .list("requests", requests, each -> fields(session, each).without("user"));
        Table table = new Table(words(), null)
                .text("request", "column.request")
                .text("type", "column.type")
                .text("received", "column.received")
                .text("answerBy", "column.answer-by")
                .text("state", "column.state");
        requests.forEach(each -> table.row(
                each.name(),
                words().say("request." + each.kind()),
                each.received(),
                each.answerBy(),
                state(each, today)));
        table.print(session.terminal(), words().say("requests.none"));
        // Of all, however few of them are listed.
        boolean late = check && !this.requests.getObject().overdue().isEmpty();
        return (late ? ExitCode.DIFFERENCES : ExitCode.DONE).number();
    }

    /** A request as JSON results show it. */
    static Fields fields(CommandContext session, SubjectRequest request) {
        Decision decision = request.decision();
        return new Fields()
                .with("request", request.name())
                .with("type", request.kind())
                .with("user", request.byName() ? null : request.subject())
                .with("byName", request.byName())
                .with("received", request.received())
                .with("enteredBy", request.enteredBy())
                .with("answerBy", request.answerBy())
                .with("extension", request.extension())
                .with("overdue", request.overdue(session.today()))
                .with("accepted", decision == null ? null : decision.accepted())
                .with("decidedAt", decision == null ? null : decision.at())
                .with("decidedBy", decision == null ? null : decision.by())
                .with("hold", decision == null || decision.hold() == null ? null : "H-" + decision.hold())
                .with("answered", request.answered());
    }

    private String state(SubjectRequest request, LocalDate today) {
        Decision decision = request.decision();
        String state;
        if (request.answered() != null) {
            state = words().say("requests.state.answered", request.answered());
        } else if (decision == null) {
            state = words().say(request.extension() == null ? "requests.state.undecided" : "requests.state.extended");
        } else {
            state = words().say(decision.accepted() ? "requests.state.accepted" : "requests.state.refused");
        }
        return request.overdue(today) ? words().say("requests.state.overdue", state) : state;
    }

    @Command(
            name = "show",
            header = "Show the decisions on a request and the state of each record.",
            description =
                    "Before an erasure is decided, it shows what would become of the person's records if it were granted today.")
    int show(
            @Parameters(
                            paramLabel = "REQUEST",
                            converter = RequestNumber.Converter.class,
                            description = "Request, such as R-12.")
                    RequestNumber number,
            @Option(
                            names = "--name",
                            paramLabel = "TEXT",
                            description = "Of a request that was entered by name: the name again.")
                    @Nullable
                    String name) {
        read("requests-show", number);
        RequestOverview requests = this.requests.getObject();
        AnswerStatus answer = requests.answer(number.id());
        SubjectRequest request = answer.request();
        boolean open = request.decision() == null && request.kind() == RequestKind.ERASURE;
        if (name != null && !open) {
            throw GallraCommand.wrong(spec, SENTENCES.say("holding.name-shows-erasure-before-decided"));
        }
        Map<ItemState, Long> items = !open
                ? answer.items()
                : request.byName() && name == null ? Map.of() : requests.ifGranted(request, name);
        say(
                "requests.show",
                request.name(),
                words().say("request." + request.kind()),
                request.byName() ? words().say("requests.no-user") : words().say("requests.user", request.subject()),
                request.received(),
                request.enteredBy(),
                request.answerBy(),
                state(request, session.today()));
        if (request.extension() != null) {
            say("requests.show.extended", request.extension());
        }
        Decision decision = request.decision();
        if (decision != null) {
            say(
                    decision.accepted() ? "requests.show.accepted" : "requests.show.refused",
                    SwedishCalendar.localDate(decision.at()),
                    decision.by(),
                    decision.identity() == null ? "-" : decision.identity(),
                    restriction(decision));
        }
        session.terminal().fields(fields(session, request).with("asIfGranted", open));
        Table table = new Table(words(), "items")
                .text("category", "column.category")
                .number("records", "column.records")
                .text("state", "column.state")
                .text("reason", "column.why")
                .text("retainUntil", "column.kept-through");
        items.forEach((state, n) -> table.row(
                state.category(),
                n,
                new Coded(state.fate(), words().say("fate." + state.fate())),
                state.code().isEmpty() ? null : ReasonTable.reason(words(), state.code()),
                state.until()));
        if (!table.isEmpty()) {
            session.terminal().result("");
            if (open) {
                say("requests.if-granted");
            }
        }
        table.printIfAny(session.terminal());
        if (open && table.isEmpty()) {
            say(request.byName() && name == null ? "requests.if-granted.name" : "requests.if-granted.none");
        }
        return 0;
    }

    @Command(name = "extend", header = "Extend the time to answer by two months, once (GDPR 12(3)).")
    int extend(
            @Parameters(
                            paramLabel = "REQUEST",
                            converter = RequestNumber.Converter.class,
                            description = "Request, such as R-12.")
                    RequestNumber number,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Reason; the person reads it.")
                    String reason,
            @Option(
                            names = "--name",
                            paramLabel = "TEXT",
                            description = "Of a request that was entered by name: the name again.")
                    @Nullable
                    String name) {
        SubjectRequest extended = requestService.getObject().extend(number.id(), reason, name);
        session.terminal().fields(fields(session, extended));
        say("requests.extended", extended.name(), extended.answerBy(), extended.name());
        return 0;
    }

    private String restriction(Decision decision) {
        if (decision.hold() == null) {
            return "-";
        }
        String hold = "H-" + decision.hold();
        return decision.lifted() == null
                ? hold
                : hold + " (" + words().say("holds.keeps.released") + " " + decision.lifted() + ")";
    }

    private void read(String command, RequestNumber number) {
        reads.getObject().note(command, "request", Long.toString(number.id()));
    }

    private void say(String key, Object... args) {
        session.terminal().result(words().say(key, args));
    }

    private CliMessages words() {
        return session.words();
    }
}
