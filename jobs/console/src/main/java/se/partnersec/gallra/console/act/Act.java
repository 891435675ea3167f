package se.partnersec.gallra.console.act;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.main.CommandRoles;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/** Commands that change something and that a page carries out for whoever is signed in, each with what its form asks for. */
public enum Act {
    PAUSE(ConsolePage.RUNS, "runs pause", Subject.RUN, Way.ORDER, Input.text("reason"), optional("for")),
    RESUME(ConsolePage.RUNS, "runs resume", Subject.RUN, Way.ORDER, Input.text("reason")),
    STOP(ConsolePage.RUNS, "runs stop", Subject.RUN, Way.ORDER, Input.text("reason")),
    SET(
            ConsolePage.RUNS,
            "runs set",
            Subject.RUN,
            Way.ORDER,
            Input.text("reason"),
            optional("rate"),
            optional("chunk")),
    STOP_ALL(ConsolePage.RUNS, "runs stop --all", Subject.NONE, Way.ORDER, Input.text("reason")),
    RESTART(ConsolePage.RUNS, "runs order restart", Subject.RUN, Way.ORDER, Input.text("reason")),
    RECOVER(ConsolePage.RUNS, "runs order recover", Subject.RUN, Way.ORDER, Input.text("reason")),
    START(ConsolePage.RUNS, "runs order start", Subject.NONE, Way.ORDER, Input.category(), Input.text("reason")),
    CANCEL(ConsolePage.RUNS, "runs order cancel", Subject.ORDER, Way.ORDER, Input.text("reason")),
    RESUME_ALL(ConsolePage.RUNS, "runs resume --all", Subject.NONE, Way.ORDER, Input.text("reason")),
    ACK(
            ConsolePage.RUNS,
            "findings ack",
            Subject.FINDING,
            Way.PLAIN,
            Input.text("owner"),
            Input.day("due").needed(),
            Input.text("reason")),
    PLAN(ConsolePage.PLANS, "plan", Subject.NONE, Way.PLAIN, Input.category()),
    ALLOW(
            ConsolePage.PLANS,
            "runs allow",
            Subject.NONE,
            Way.PLAIN,
            Input.category(),
            optional("max-delete"),
            Input.day("for").labelled("on"),
            Input.text("reason")),
    APPROVE(ConsolePage.APPROVALS, "approvals approve", Subject.APPROVAL, Way.PLAIN),
    SIGN_APPROVAL(
            ConsolePage.APPROVALS,
            "passkeys approve",
            Subject.APPROVAL,
            Way.PLAIN,
            Input.hidden("nonce"),
            Input.hidden("credential"),
            Input.hidden("authenticator-data"),
            Input.hidden("client-data"),
            Input.hidden("signature")),
    WITHDRAW(ConsolePage.APPROVALS, "approvals withdraw", Subject.APPROVAL, Way.PLAIN, Input.text("reason")),
    HOLD(
            ConsolePage.HOLDS,
            "holds add",
            Subject.NONE,
            Way.PREVIEWED,
            Input.choice(
                    "type",
                    "legal-claim",
                    "dispute",
                    "restriction",
                    "tax-audit",
                    "authority-order",
                    "security-incident"),
            Input.by("customer", "user", "invoice", "record", "object", "category"),
            Input.key(),
            optional("only"),
            Input.day("until"),
            Input.day("review-by"),
            optional("basis"),
            Input.text("reason"),
            Input.tick("allow-unknown")),
    RELEASE(ConsolePage.HOLDS, "holds release", Subject.HOLD, Way.PLAIN, Input.text("reason"), Input.day("informed")),
    BOOKS(
            ConsolePage.HOLDS,
            "holds import",
            Subject.NONE,
            Way.PREVIEWED,
            Input.file("sie"),
            optional("entity"),
            Input.tick("accept-shorter"),
            optional("reason").labelled("reason-shorter")),
    SIGN(ConsolePage.HOLDS, "holds reconcile --sign-off", Subject.NONE, Way.PLAIN, Input.text("note")),
    YEAR(
            ConsolePage.HOLDS,
            "holds years add",
            Subject.NONE,
            Way.PLAIN,
            Input.start(),
            Input.end(),
            optional("entity"),
            optional("reason").labelled("reason-year")),
    REMOVE_YEAR(
            ConsolePage.HOLDS,
            "holds years remove",
            Subject.NONE,
            Way.PLAIN,
            Input.start(),
            Input.end(),
            optional("entity"),
            Input.text("reason")),
    PERMIT(
            ConsolePage.HOLDS,
            "holds permits add",
            Subject.NONE,
            Way.PLAIN,
            Input.text("reference"),
            Input.by("record", "category"),
            Input.key(),
            Input.day("year"),
            optional("entity"),
            Input.day("from").needed(),
            Input.text("reason")),
    REQUEST(
            ConsolePage.REQUESTS,
            "requests add",
            Subject.NONE,
            Way.PLAIN,
            Input.choice("type", "erasure", "restriction", "marketing", "objection")
                    .labelled("request-type"),
            Input.by("user", "name").labelled("whom"),
            Input.key().labelled("whom-key"),
            Input.day("received"),
            Input.tick("no-records")),
    DECIDE(
            ConsolePage.REQUESTS,
            "requests decide",
            Subject.REQUEST,
            Way.PLAIN,
            Input.flag("decision", "accept", "refuse"),
            optional("identity-verified"),
            optional("name"),
            optional("law"),
            optional("reason").labelled("reason-refusal"),
            Input.day("review-by").labelled("review-restriction")),
    EXTEND(
            ConsolePage.REQUESTS,
            "requests extend",
            Subject.REQUEST,
            Way.PLAIN,
            Input.text("reason").labelled("reason-extension"),
            optional("name")),
    SENT(
            ConsolePage.REQUESTS,
            "requests answer",
            Subject.REQUEST,
            Way.PLAIN,
            Input.day("sent").needed()),
    ACK_NOTICES(
            ConsolePage.REQUESTS,
            "notices ack",
            Subject.NONE,
            Way.PLAIN,
            Input.argument("notice"),
            optional("copy").labelled("notice-copy"),
            optional("up-to-run")),
    ADOPT(ConsolePage.SYSTEM, "policy adopt", Subject.NONE, Way.PLAIN, Input.text("reason")),
    ADD_LOGIN(
            ConsolePage.SYSTEM,
            "people add",
            Subject.NONE,
            Way.PLAIN,
            Input.argument("person").needed(),
            Input.argument("login").needed(),
            optional("issuer"),
            Input.text("reason")),
    REMOVE_LOGIN(
            ConsolePage.SYSTEM,
            "people remove",
            Subject.NONE,
            Way.PLAIN,
            Input.argument("person").needed(),
            Input.argument("login").needed(),
            optional("issuer"),
            Input.text("reason")),
    LEAVE(
            ConsolePage.SYSTEM,
            "people leave",
            Subject.NONE,
            Way.PLAIN,
            Input.argument("person").needed(),
            Input.text("reason")),
    OFFER_PASSKEY(
            ConsolePage.SYSTEM,
            "passkeys offer",
            Subject.NONE,
            Way.PLAIN,
            Input.hidden("credential"),
            Input.hidden("public-key"),
            Input.hidden("algorithm"),
            Input.hidden("origin")),
    ADD_PASSKEY(
            ConsolePage.SYSTEM,
            "passkeys add",
            Subject.NONE,
            Way.PLAIN,
            Input.argument("passkey").needed(),
            Input.text("reason")),
    END_PASSKEY(
            ConsolePage.SYSTEM,
            "passkeys end",
            Subject.NONE,
            Way.PLAIN,
            Input.argument("passkey").needed(),
            Input.text("reason"));

    /** Kinds of things that commands change, with the address of their page and the shape of their names. */
    enum Subject {
        NONE("", ""),
        RUN("/runs/", "[0-9]{1,18}"),
        ORDER("/runs/orders/", "[0-9]{1,18}"),
        FINDING("/runs/findings/", "[0-9]{1,18}"),
        APPROVAL("/approvals/", "[AP]-[0-9]{1,18}|p-[0-9]{8}-[0-9]{4}(-[0-9]{1,9})?"),
        HOLD("/holds/", "H-[0-9]{1,18}"),
        REQUEST("/requests/", "R-[0-9]{1,18}");

        private final String path;
        private final String shape;

        Subject(String path, String shape) {
            this.path = path;
            this.shape = shape;
        }
    }

    /** Ways to carry out a command. */
    enum Way {
        PLAIN,
        /** Order with an identifier, which the database takes once. */
        ORDER,
        /** Command with {@code --dry-run}, which is shown first. */
        PREVIEWED
    }

    private final ConsolePage page;
    private final String command;
    private final Subject subject;
    private final Way way;
    private final List<Input> inputs;

    Act(ConsolePage page, String command, Subject subject, Way way, Input... inputs) {
        this.page = page;
        this.command = command;
        this.subject = subject;
        this.way = way;
        this.inputs = List.of(inputs);
    }

    private static Input optional(String name) {
        return Input.text(name).optional();
    }

    /** Name in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Act> find(String word) {
        return Arrays.stream(values()).filter(act -> act.word().equals(word)).findFirst();
    }

    ConsolePage page() {
        return page;
    }

    List<Input> inputs() {
        return inputs;
    }

    List<String> command() {
        return List.of(command.split(" "));
    }

    boolean previewed() {
        return way == Way.PREVIEWED;
    }

    boolean order() {
        return way == Way.ORDER;
    }

    /** True for the name of something that the command can change. @param of empty for nothing */
    boolean takes(String of) {
        return of.matches(subject.shape);
    }

    /** Address of the form. @param of what the command is about; empty if it needs nothing */
    public String path(String of) {
        return page.path() + "/acts/" + word() + (of.isEmpty() ? "" : "/" + of);
    }

    /** Address of the page of what the command is about. */
    String back(String of) {
        return of.isEmpty() ? page.path() : subject.path + of;
    }

    /** True if the person's role may run the command. */
    public boolean by(Person person) {
        return ConsolePage.may(person.role(), typed());
    }

    /** Name of the command as roles have it: with an option, where that has roles of its own. */
    private String typed() {
        Set<String> known = CommandRoles.all().keySet();
        return inputs.stream()
                .filter(Input::required)
                .map(input -> command + " --" + input.name())
                .filter(known::contains)
                .findFirst()
                .orElse(known.contains(command) ? command : command.replaceFirst(" --.*", ""));
    }

    /** True if the command did what was asked for. A reconciliation with differences can be signed off too. */
    boolean done(CommandPage answer) {
        return answer.exit() == ExitCode.DONE || this == SIGN && answer.fields().get("approval") != null;
    }

    /** Address of the page after the command: of what it made, or else of what it is about. */
    String next(CommandPage answer, String of) {
        Map<String, ?> fields = answer.fields();
        return switch (this) {
            case HOLD -> made(first(fields.get("holds")), "hold", Subject.HOLD);
            case REQUEST -> made(fields, "request", Subject.REQUEST);
            case RELEASE, SIGN, ADOPT, YEAR, REMOVE_YEAR, ADD_LOGIN, REMOVE_LOGIN, LEAVE, ADD_PASSKEY ->
                made(fields, "approval", Subject.APPROVAL);
            case ALLOW -> made(first(fields.get("approvals")), "approval", Subject.APPROVAL);
            case PERMIT -> made(fields, "permit", Subject.APPROVAL);
            case PLAN -> fields.get("plan") == null ? back(of) : "/plans/" + fields.get("plan");
            default -> back(of);
        };
    }

    private String made(Map<String, ?> fields, String name, Subject kind) {
        String id = String.valueOf(fields.get(name));
        return id.matches(kind.shape) ? kind.path + id : back("");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> first(@Nullable Object list) {
        return list instanceof List<?> all && !all.isEmpty() && all.get(0) instanceof Map<?, ?> fields
                ? (Map<String, ?>) fields
                : Map.of();
    }
}
