package se.partnersec.gallra.cli.evidence;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import se.partnersec.gallra.cli.option.CategoryCandidates;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.audit.AuditResult;
import se.partnersec.gallra.planning.audit.AuditResult.Breach;
import se.partnersec.gallra.planning.audit.AuditResult.Gap;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;

/** Might what is erased be erased: by holds and rules that the job cannot write. */
@Command(
        name = "audit",
        header = "Check every erasure against the holds and rules of its time.",
        description = {
            "Compares each record in the ledger with the holds, rules, requests and permits that were in force at that moment. Whether the rows themselves are unaltered is checked by gallra ledger verify. Rows covered by an earlier sealed audit are not read again.",
            "Exit code 10 if a record should not have been erased, 12 if some could not be evaluated."
        },
        footer = {"  gallra ledger audit", "  gallra ledger audit --category chat-logs --all"})
public final class AuditCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<LedgerAudit> audit;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            completionCandidates = CategoryCandidates.class,
            description = "Only this category.")
    private @Nullable DataCategory category;

    @Option(names = "--all", description = "Read all rows again, also those covered by an earlier audit.")
    private boolean all;

    AuditCommand(CommandContext session, ObjectProvider<LedgerAudit> audit) {
        this.session = session;
        this.audit = audit;
    }

    @Override
    public Integer call() {
        LedgerAudit auditor = audit.getObject();
        Optional<DataCategory> only = Optional.ofNullable(category);
        AuditResult result = all ? auditor.auditAll(only) : auditor.audit(only);
        auditor.note(result);
        print(result);
        ExitCode exit =
                !result.ok() ? ExitCode.DIFFERENCES : result.open() > 0 ? ExitCode.NOT_EVALUATED : ExitCode.DONE;
        return exit.number();
    }

    private void print(AuditResult result) {
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        terminal.field("rows", result.rows());
        terminal.field("records", result.items());
        terminal.field("good", result.good());
        terminal.field("notEvaluated", result.open());
        terminal.field("auditedBefore", result.earlier());
        terminal.field("gaps", result.gaps());
        terminal.field("breachesTotal", result.breaches().size() + result.more());
        terminal.list("breaches", result.breaches(), AuditCommand::fields);
        terminal.list("unsigned", result.unsigned(), each -> new Fields().with("approval", "A-" + each));
        result.unsigned().forEach(each -> terminal.result(terminal.red(words.say("audit.unsigned", "A-" + each))));
        if (!result.breaches().isEmpty()) {
            terminal.result(
                    terminal.red(words.say("audit.wrong", result.breaches().size() + result.more())));
            result.breaches().forEach(breach -> terminal.result("  " + sentence(breach)));
            if (result.more() > 0) {
                terminal.result("  " + words.say("audit.more", result.more()));
            }
        }
        terminal.result(words.say("audit.good", result.items(), result.rows(), result.good()));
        if (result.earlier() > 0) {
            terminal.result(words.say("audit.earlier", result.earlier()));
        }
        if (result.open() > 0) {
            terminal.result(words.say("audit.open", result.open()));
            for (Gap gap : Gap.values()) {
                Long records = result.gaps().get(gap);
                if (records != null) {
                    terminal.result("  " + words.say("audit.gap." + gap, records));
                }
            }
        }
    }

    private static Fields fields(Breach breach) {
        return new Fields()
                .with("category", breach.category())
                .with("part", breach.part())
                .with("row", breach.seq())
                .with("record", breach.record())
                .with("fault", breach.fault())
                .with("by", breach.by());
    }

    private String sentence(Breach breach) {
        CliMessages words = session.words();
        String place = words.say("audit.place", breach.category(), Long.toString(breach.seq()));
        return words.say("audit.fault." + breach.fault(), place, breach.record(), breach.by());
    }
}
