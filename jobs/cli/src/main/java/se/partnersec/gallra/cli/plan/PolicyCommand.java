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
import se.partnersec.gallra.cli.shell.CliMessages;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.GallraCommand;
import se.partnersec.gallra.cli.shell.Table;
import se.partnersec.gallra.planning.forecast.MappingSampler;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.forecast.StoredPolicies;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.policy.wording.PolicyDescription;
import se.partnersec.gallra.policy.wording.ProcessingRegister;
import se.partnersec.gallra.support.exit.ExitCode;

/** The rules, in words. */
@Command(
        name = "policy",
        description = "The rules in words, whether the files that hold them are sound, and putting them in force.")
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

    /** How the rules are shown. */
    enum Format {
        TEXT,
        CSV
    }

    @Command(
            name = "show",
            description = {
                "Every rule, with the promise and the law behind it. As CSV it is the register of GDPR Art. 30, with the",
                "recipients of copies that sources.yml declares."
            },
            footer = {
                "",
                "Examples:",
                "  gallra policy show",
                "  gallra policy show --format csv --lang sv > register.csv"
            })
    int show(
            @Option(
                            names = "--format",
                            paramLabel = "text|csv",
                            defaultValue = "text",
                            description = "Sentences, or RFC 4180 in UTF-8; ${DEFAULT-VALUE}.")
                    Format format) {
        RetentionPolicy policy = policies.getObject().policy();
        if (format == Format.CSV) {
            ProcessingRegister register =
                    new ProcessingRegister(policy, session.words().language());
            session.terminal()
                    .out()
                    .print(CsvLines.of(register.lines(policies.getObject().recipients())));
            return 0;
        }
        session.terminal().block(new PolicyDescription(policy, session.words().language()).show());
        session.terminal().result("");
        session.terminal().result(version(policy));
        return 0;
    }

    @Command(
            name = "check",
            description = {
                "Read policy.yml, sources.yml, limits.yml, brakes.yml, horizon.yml and own-data.yml strictly; name the faults with",
                "file and line. Asks no server; with --live the mapped tables are looked into as well (10: something is strange)."
            },
            footer = {"", "Examples:", "  gallra policy check", "  gallra policy check --live    before the first run"})
    int check(
            @Option(
                            names = "--live",
                            description = {
                                "Look into samples of each column whose words or times decide: for words that are not listed, and",
                                "times before 1990 or ahead of today."
                            })
                    boolean live) {
        RetentionPolicy policy = policies.getObject().policy();
        String version = version(policy);
        policies.getObject().check();
        session.terminal().result(session.words().say("policy.sound"));
        session.terminal().result(version);
        return live ? sample() : 0;
    }

    private int sample() {
        CliMessages words = session.words();
        List<MappingSampler.Observation> strange = policies.getObject().sample();
        if (strange.isEmpty()) {
            session.terminal().result(words.say("policy.live.fine"));
            return ExitCode.DONE.number();
        }
        Table table = new Table(
                words.say("column.category"),
                words.say("column.column"),
                ">" + words.say("column.rows"),
                words.say("column.detail"));
        strange.forEach(each -> table.row(
                each.category(),
                each.column(),
                words.say("policy.live.rows", each.n(), each.of()),
                words.say("policy.live." + each.kind(), each.word())
                        + (each.meant().isEmpty() ? "" : " " + each.meant())));
        table.print(session.terminal());
        session.terminal().result(words.say("policy.live.strange"));
        return ExitCode.DIFFERENCES.number();
    }

    @Command(
            name = "diff",
            description = {
                "What another version of policy.yml changes: category by category in words, and by how many records more or",
                "fewer would fall due or be late today. A version is a file, or the beginning of the fingerprint of one that",
                "a run or saved plan went by; of those sources.yml is compared as well. Reads only; nothing is put in",
                "force by it: that is gallra policy adopt."
            },
            footer = {
                "",
                "Examples:",
                "  gallra policy diff job-config/policy.yml new-policy.yml",
                "  gallra policy diff adopted             what the files here change of what is in force",
                "  gallra policy diff 3f9a1c              the same of one version",
                "  gallra policy diff old.yml new.yml --words-only --lang sv"
            })
    int diff(
            @Parameters(
                            index = "0",
                            paramLabel = "OLD",
                            description = {
                                "A policy file; or a fingerprint, or six or more digits it begins with; or adopted: what",
                                "is in force."
                            })
                    String earlier,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "NEW",
                            description = "Another file or fingerprint; the files at hand if it is left out.")
                    @Nullable
                    String later,
            @Option(names = "--words-only", description = "Count nothing.") boolean wordsOnly) {
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
            description = {
                "Ask that policy.yml, sources.yml and limits.yml as they are here be put in force. Shows first what that",
                "changes, in words and in records. It has no effect before somebody else approves it under a login of their",
                "own, with the same files: gallra approvals approve. Runs erase nothing by rules that are not in force, or",
                "under looser limits (exit 8); tighter limits take nobody."
            },
            footer = {
                "",
                "Examples:",
                "  gallra policy diff adopted             what the files here change of what is in force",
                "  gallra policy adopt --reason 'IP logs 90 days, decision of 20 November'"
            })
    int adopt(
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; kept in the register.")
                    String reason,
            @Option(names = "--words-only", description = "Count nothing.") boolean wordsOnly) {
        CliMessages words = session.words();
        AdoptionService service = policies.getObject().adoptions();
        if (service.inForce()) {
            session.terminal().result(words.say("adopt.already"));
            return 0;
        }
        changes.adopting(!wordsOnly);
        Approval asked = service.ask(reason);
        session.terminal().result("");
        session.terminal()
                .result(words.say("adopt.asked", asked.id(), asked.subject().substring(0, 8)));
        return 0;
    }

    private String version(RetentionPolicy policy) {
        return session.words()
                .say("policy.version", policy.version(), policies.getObject().fingerprint());
    }
}
