package se.partnersec.gallra.cli.approval;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.approvals.request.PersonService;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;

/** Register of people: which logins are of one person, who counts once wherever two people are needed. */
@Command(
        name = "people",
        header = "Manage which logins are of one person.",
        description = {
            "Logins of one person count as one person wherever two people are needed. A login that is not on record counts as a person of its own: put everybody with more than one login on record.",
            "Each change takes effect when another person approves it: gallra approvals approve."
        })
public final class PeopleCommand implements Callable<Integer> {
    private static final String PERSON = "Person, such as anna.berg.";
    private static final String LOGIN = "Database login, without its host; with --issuer the subject (sub).";
    private static final String ISSUER =
            "OpenID provider at which the person signs in to the web console, as its address.";
    private static final String REASON = "Reason; kept on record.";

    private final CommandContext session;
    private final ObjectProvider<PersonRegister> register;
    private final ObjectProvider<PersonService> service;

    @Spec
    private @Nullable CommandSpec spec;

    PeopleCommand(
            CommandContext session, ObjectProvider<PersonRegister> register, ObjectProvider<PersonService> service) {
        this.session = session;
        this.register = register;
        this.service = service;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(name = "list", header = "List the people on record and their logins.")
    int list() {
        List<Line> lines = register.getObject().people().stream()
                .flatMap(PeopleCommand::lines)
                .toList();
        session.terminal()
                .list(
                        "people",
                        lines,
                        each -> new Fields()
                                .with("person", each.person())
                                .with("login", each.login())
                                .with("since", each.since())
                                .with("approval", each.approval())
                                .with("left", each.left()));
        Table table = new Table(session.words(), null)
                .text("person", "column.person")
                .text("login", "column.login")
                .text("since", "column.since")
                .text("approval", "column.approval")
                .text("left", "column.left");
        lines.forEach(each -> table.row(each.person(), each.login(), each.since(), each.approval(), each.left()));
        table.print(session.terminal(), session.words().say("people.none"));
        return 0;
    }

    /** Login of a person, or a person without one. */
    private record Line(
            String person,
            @Nullable String login,
            @Nullable Instant since,
            @Nullable String approval,
            @Nullable Instant left) {}

    private static Stream<Line> lines(PersonRegister.Person person) {
        return person.logins().isEmpty()
                ? Stream.of(new Line(person.name(), null, null, null, person.left()))
                : person.logins().stream()
                        .map(login -> new Line(
                                person.name(), login.shown(), login.since(), "A-" + login.request(), person.left()));
    }

    @Command(
            name = "add",
            header = "Ask that a login be on record as one of a person's.",
            description = "A login of another person moves. A person who had left is there again.",
            footer = {
                "  gallra people add anna.berg anna_admin --reason 'Second login for operations'",
                "  gallra people add anna.berg 3f8a61c2 --issuer https://login.example.com --reason 'Web console'"
            })
    int add(
            @Parameters(paramLabel = "PERSON", description = PERSON) String person,
            @Parameters(paramLabel = "LOGIN", description = LOGIN) String login,
            @Option(names = "--issuer", paramLabel = "URL", defaultValue = "", description = ISSUER) String issuer,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        return asked(service.getObject().add(person, issuer, login, reason));
    }

    @Command(
            name = "remove",
            header = "Ask that a login be no longer on record as a person's.",
            description = "It then counts as a person of its own.",
            footer = "  gallra people remove anna.berg anna_admin --reason 'The login belongs to Anna Borg'")
    int remove(
            @Parameters(paramLabel = "PERSON", description = PERSON) String person,
            @Parameters(paramLabel = "LOGIN", description = LOGIN) String login,
            @Option(names = "--issuer", paramLabel = "URL", defaultValue = "", description = ISSUER) String issuer,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        return asked(service.getObject().remove(person, issuer, login, reason));
    }

    @Command(
            name = "leave",
            header = "Ask that it be on record that a person has left.",
            description =
                    "None of their logins on record can ask for or approve anything then, and what they asked for can no longer be approved. The database administrator drops their logins.",
            footer = "  gallra people leave anna.berg --reason 'Last day 31 December'")
    int leave(
            @Parameters(paramLabel = "PERSON", description = PERSON) String person,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = REASON) String reason) {
        return asked(service.getObject().leave(person, reason));
    }

    private int asked(Approval asked) {
        session.terminal().field("approval", asked.id());
        session.terminal().field("person", asked.subject());
        session.terminal()
                .result(session.words()
                        .say("people.asked", asked.id(), PersonText.of(session.words(), register.getObject(), asked)));
        return 0;
    }
}
