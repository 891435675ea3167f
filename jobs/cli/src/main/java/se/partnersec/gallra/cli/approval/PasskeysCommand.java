package se.partnersec.gallra.cli.approval;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.assertion.Assertion;
import se.partnersec.gallra.approvals.assertion.Passkey;
import se.partnersec.gallra.approvals.passkey.PasskeyService;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.support.exit.RefusedException;

/** Passkeys of people who sign in to the web console with single sign-on. */
@Command(
        name = "passkeys",
        header = "Manage passkeys for approvals in the web console.",
        description = {
            "A person offers a passkey in the web console. It counts once two people with database logins have put it on record: passkeys add, and approvals approve by the other. Compare the fingerprint with the person first.",
            "With a passkey a person approves runs and plans that somebody else asked for, up to max-records of limits.yml."
        })
public final class PasskeysCommand implements Callable<Integer> {
    private static final String KEY = "Passkey, such as K-3.";
    private static final String APPROVAL = "Request for a run (A-12) or plan (p-20261124-0200).";
    private static final String ENCODED = "As the browser gave it; Base64 for URLs.";

    private final CommandContext session;
    private final ObjectProvider<PasskeyService> service;

    @Spec
    private @Nullable CommandSpec spec;

    PasskeysCommand(CommandContext session, ObjectProvider<PasskeyService> service) {
        this.session = session;
        this.service = service;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    private enum State {
        OFFERED,
        COUNTS,
        ENDED
    }

    private Coded state(Passkey passkey) {
        State state = passkey.standing() == null ? State.OFFERED : passkey.counts() ? State.COUNTS : State.ENDED;
        return new Coded(
                state, session.words().say("passkeys.state." + state.name().toLowerCase(Locale.ROOT)));
    }

    @Command(name = "list", header = "List passkeys and whether they count.")
    int list() {
        List<Passkey> all = service.getObject().all();
        session.terminal().list("passkeys", all, each -> fields(each).with("state", state(each)));
        Table table = new Table(session.words(), null)
                .text("passkey", "column.passkey")
                .text("person", "column.person")
                .text("state", "column.state")
                .text("approval", "column.approval")
                .text("offered", "column.offered")
                .text("fingerprint", "column.fingerprint");
        all.forEach(each -> table.row(
                each.name(),
                each.person(),
                state(each),
                each.standing() == null ? null : "A-" + each.standing().request(),
                each.offered(),
                each.hash()));
        table.print(session.terminal(), session.words().say("passkeys.none"));
        return 0;
    }

    private static Fields fields(Passkey passkey) {
        Passkey.Standing standing = passkey.standing();
        return new Fields()
                .with("passkey", passkey.name())
                .with("person", passkey.person())
                .with("origin", passkey.origin())
                .with("algorithm", passkey.algorithm())
                .with("fingerprint", passkey.hash())
                .with("offered", passkey.offered())
                .with("approval", standing == null ? null : "A-" + standing.request())
                .with("since", standing == null ? null : standing.since())
                .with("ended", standing == null ? null : standing.ended());
    }

    @Command(
            name = "add",
            header = "Ask that an offered passkey count.",
            description =
                    "Compare the fingerprint with the one that the person sees in the web console, for example by telephone. Another person approves: gallra approvals approve.",
            footer = "  gallra passkeys add K-3 --reason 'New telephone'")
    int add(
            @Parameters(paramLabel = "PASSKEY", description = KEY) String passkey,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Reason; kept on record.")
                    String reason) {
        Approval asked = service.getObject().ask(number(passkey), reason);
        session.terminal().field("approval", asked.id());
        session.terminal().field("person", asked.subject());
        session.terminal().result(session.words().say("passkeys.asked", asked.id(), passkey, asked.subject()));
        return 0;
    }

    @Command(
            name = "end",
            header = "End a passkey that is lost or no longer needed.",
            description =
                    "It approves nothing from then on; what it approved before stays approved, and can be withdrawn: gallra approvals withdraw. One person is enough.",
            footer = "  gallra passkeys end K-3 --reason 'Telephone lost'")
    int end(
            @Parameters(paramLabel = "PASSKEY", description = KEY) String passkey,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Reason; kept on record.")
                    String reason) {
        Passkey ended = service.getObject().end(number(passkey), reason);
        session.terminal().field("passkey", ended.name());
        session.terminal().result(session.words().say("passkeys.ended", ended.name(), ended.person()));
        return 0;
    }

    @Command(
            name = "offer",
            header = "Offer a passkey; the web console does it.",
            description = "The passkey is one of the person whom the session of the web console is for.")
    int offer(
            @Option(names = "--credential", paramLabel = "ID", required = true, description = ENCODED)
                    String credential,
            @Option(names = "--public-key", paramLabel = "KEY", required = true, description = ENCODED)
                    String publicKey,
            @Option(names = "--algorithm", paramLabel = "NUMBER", required = true, description = "Number in COSE.")
                    String algorithm,
            @Option(names = "--origin", paramLabel = "URL", required = true, description = "Address of the console.")
                    String origin) {
        Passkey offered = service.getObject().offer(credential, publicKey, cose(algorithm), origin);
        session.terminal().field("passkey", offered.name());
        session.terminal().field("fingerprint", offered.hash());
        session.terminal().result(session.words().say("passkeys.offered", offered.name(), offered.hash()));
        return 0;
    }

    @Command(name = "challenge", header = "Make what a passkey signs; the web console does it.")
    int challenge(
            @Parameters(paramLabel = "APPROVAL", converter = ApprovalId.Converter.class, description = APPROVAL)
                    ApprovalId id) {
        PasskeyService.Challenge made = service.getObject().challenge(requireSigned(id));
        session.terminal().field("nonce", made.nonce());
        session.terminal().field("challenge", made.challenge());
        session.terminal()
                .list(
                        "passkeys",
                        made.passkeys(),
                        each -> new Fields().with("passkey", each.name()).with("credential", each.credential()));
        session.terminal().result(made.challenge());
        return 0;
    }

    @Command(name = "approve", header = "Approve with what a passkey signed; the web console does it.")
    int approve(
            @Parameters(paramLabel = "APPROVAL", converter = ApprovalId.Converter.class, description = APPROVAL)
                    ApprovalId id,
            @Option(names = "--nonce", paramLabel = "HEX", required = true, description = "Nonce of the challenge.")
                    String nonce,
            @Option(names = "--credential", paramLabel = "ID", required = true, description = ENCODED)
                    String credential,
            @Option(names = "--authenticator-data", paramLabel = "DATA", required = true, description = ENCODED)
                    String authenticatorData,
            @Option(names = "--client-data", paramLabel = "DATA", required = true, description = ENCODED)
                    String clientData,
            @Option(names = "--signature", paramLabel = "DATA", required = true, description = ENCODED)
                    String signature) {
        Approval approved = service.getObject()
                .approve(requireSigned(id), credential, new Assertion(nonce, authenticatorData, clientData, signature));
        session.terminal().field("approval", id.text());
        session.terminal()
                .result(session.words().say("passkeys.approved", id.text(), String.valueOf(approved.approvedBy())));
        return 0;
    }

    /** Negative, which an option of numbers does not take. @return 0, which is no algorithm, for other text */
    private static int cose(String number) {
        return number.matches("-[0-9]{1,6}") ? Integer.parseInt(number) : 0;
    }

    private String requireSigned(ApprovalId id) {
        if (id.kind() == ApprovalId.Kind.PERMIT) {
            throw RefusedException.usage(session.words().say("passkeys.kinds", id.text()));
        }
        return id.text();
    }

    private long number(String passkey) {
        if (!passkey.matches("[Kk]-[0-9]{1,18}")) {
            throw RefusedException.usage(session.words().say("passkeys.name", passkey));
        }
        return Long.parseLong(passkey.substring(2));
    }
}
