package se.partnersec.gallra.cli.plan;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.planning.forecast.MappingSampler;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.forecast.StoredPolicies;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.wording.PolicyDescription;
import se.partnersec.gallra.support.exit.ExitCode;

/** The rules, in words. */
@Command(name = "policy", header = "Show, check, compare and adopt the retention rules.")
public final class PolicyCommand implements Callable<Integer> {
    private final CommandContext session;
    private final RulesChange changes;
    private final ObjectProvider<PolicyService> policies;

    @Spec
    private @Nullable CommandSpec spec;

    PolicyCommand(CommandContext session, ObjectProvider<PolicyService> policies, RulesChange changes) {
        this.session = session;
        this.changes = changes;
        this.policies = policies;
    }

    @Override
    public Integer call() {
        throw GallraCommand.missing(spec);
    }

    @Command(
            name = "show",
            header = "Show every rule with the promise and the law behind it.",
            footer = {
                "  gallra policy show",
                "  gallra report register -o register.pdf   # the record of processing activities"
            })
    int show() {
        RetentionPolicy policy = policies.getObject().policy();
        session.terminal().block(new PolicyDescription(policy, session.words().language()).show());
        session.terminal().result("");
        version(policy, version(policy));
        return 0;
    }

    @Command(
            name = "check",
            header = "Check the configuration files.",
            description =
                    "Reads policy.yml, sources.yml, limits.yml, throttle.yml, copies.yml, own-data.yml and register.yml, and names each fault with file and line. Each sentence that policy.yml quotes must stand word for word in privacy-policy.txt, the published text. Needs no server, except with --live.",
            footer = {"  gallra policy check", "  gallra policy check --live    before the first run"})
    int check(
            @Option(
                            names = "--live",
                            description =
                                    "Also read samples of each column that rules depend on. Exit code 10 for values that are not listed, and times before 1990 or in the future.")
                    boolean live) {
        PolicyService.Checked checked = policies.getObject().check();
        RetentionPolicy policy = policies.getObject().policy();
        String version = version(policy);
        session.terminal().field("files", checked.read());
        session.terminal().field("absentFiles", checked.absent());
        session.terminal().field("sentencesCompared", checked.compared());
        session.terminal().result(session.words().say("policy.valid", String.join(", ", checked.read())));
        if (!checked.absent().isEmpty()) {
            session.terminal().result(session.words().say("policy.absent", String.join(", ", checked.absent())));
        }
        if (checked.compared()) {
            session.terminal().result(session.words().say("policy.compared"));
        } else {
            session.terminal().note(session.words().say("policy.not-compared"));
        }
        version(policy, version);
        return live ? sample() : 0;
    }

    private int sample() {
        CliMessages words = session.words();
        List<MappingSampler.Observation> strange = policies.getObject().sample();
        if (strange.isEmpty()) {
            session.terminal().result(words.say("policy.live.fine"));
            return ExitCode.DONE.number();
        }
        Table table = new Table(words, "values")
                .text("category", "column.category")
                .text("column", "column.column")
                .number("rows", "column.rows")
                .text("kind", "column.detail");
        strange.forEach(each -> table.row(
                each.category(),
                each.column(),
                new Coded(each.n(), words.say("policy.live.rows", each.n(), each.of())),
                new Coded(
                        each.kind(),
                        words.say("policy.live." + each.kind(), each.word())
                                + (each.meant().isEmpty() ? "" : " " + each.meant()))));
        table.print(session.terminal());
        session.terminal().result(words.say("policy.live.strange"));
        return ExitCode.DIFFERENCES.number();
    }

    @Command(
            name = "diff",
            header = "Show what another version of the rules changes.",
            description =
                    "Compares category by category in words, and counts how many records more or fewer would be due or overdue today. A version is a file or the fingerprint of a policy that a run or plan used; with a fingerprint sources.yml is compared too. Changes nothing: to put rules in force, use gallra policy adopt.",
            footer = {
                "  gallra policy diff job-config/policy.yml new-policy.yml",
                "  gallra policy diff adopted             what the files here change of what is in force",
                "  gallra policy diff 3f9a1c              the same of one version",
                "  gallra policy diff old.yml new.yml --words-only --lang sv"
            })
    int diff(
            @Parameters(
                            index = "0",
                            paramLabel = "OLD",
                            description =
                                    "Policy file, at least six digits of a fingerprint, or adopted: the rules in force.")
                    String earlier,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "NEW",
                            description = "Policy file or fingerprint. Default: the files of this installation.")
                    @Nullable
                    String later,
            @Option(names = "--words-only", description = "Do not count records.") boolean wordsOnly) {
        if (earlier.equals(StoredPolicies.ADOPTED) && later == null) {
            changes.adopting(!wordsOnly);
        } else {
            changes.rules(
                    policies.getObject().diff(earlier, later, session.words().language(), !wordsOnly), !wordsOnly);
        }
        return 0;
    }

    @Command(
            name = "adopt",
            header = "Ask to put the rules and limits of this installation in force.",
            description =
                    "Shows first what they change, in words and in records. They have no effect until somebody else, with the same files, approves under their own login: gallra approvals approve. Runs refuse rules that are not in force, and looser limits (exit 8). Tighter limits need no approval.",
            footer = {
                "  gallra policy diff adopted             what the files here change of what is in force",
                "  gallra policy adopt --reason 'IP logs 90 days, decision of 20 November'"
            })
    int adopt(
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; kept on record.")
                    String reason,
            @Option(names = "--words-only", description = "Do not count records.") boolean wordsOnly) {
        CliMessages words = session.words();
        AdoptionService service = policies.getObject().adoptions();
        if (service.inForce()) {
            session.terminal().result(words.say("adopt.already"));
            return 0;
        }
        changes.adopting(!wordsOnly);
        Approval asked = service.ask(reason);
        session.terminal().field("approval", asked.id());
        session.terminal().result("");
        session.terminal()
                .result(words.say("adopt.asked", asked.id(), asked.subject().substring(0, 8)));
        return 0;
    }

    private void version(RetentionPolicy policy, String sentence) {
        session.terminal().field("version", policy.version());
        session.terminal().field("policy", policies.getObject().fingerprint());
        session.terminal().result(sentence);
    }

    private String version(RetentionPolicy policy) {
        return session.words()
                .say("policy.version", policy.version(), policies.getObject().fingerprint());
    }
}
