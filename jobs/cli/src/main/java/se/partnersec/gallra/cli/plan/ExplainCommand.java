package se.partnersec.gallra.cli.plan;

import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.cli.option.CategoryConverter;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.cli.shell.HoldFields;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.ledger.entry.LedgerSearch;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.policy.decision.Verdict;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Says of one record why it is kept, when it goes, or what became of it. */
@Command(
        name = "explain",
        header = "Explain why a record is kept, when it goes, or when it went.",
        description = "Shows every date, hold and rule. Works for erased records too.",
        footer = {"  gallra explain chat-logs:3"})
public final class ExplainCommand implements Callable<Integer> {
    private static final Sentences SENTENCES = Sentences.of("cli");
    private final CommandContext session;
    private final ObjectProvider<PlanningService> planning;
    private final ObjectProvider<PersonReadLog> reads;

    @Parameters(paramLabel = "CATEGORY:KEY", description = "Category and primary key of the record.")
    private String record = "";

    @Option(names = "--as-of", paramLabel = "DATE", description = "Explain as of this day. Default: today.")
    private @Nullable LocalDate asOf;

    @Spec
    private @Nullable CommandSpec spec;

    ExplainCommand(
            CommandContext session, ObjectProvider<PlanningService> planning, ObjectProvider<PersonReadLog> reads) {
        this.session = session;
        this.planning = planning;
        this.reads = reads;
    }

    @Override
    public Integer call() {
        int colon = record.indexOf(':');
        if (colon < 1 || colon == record.length() - 1) {
            throw misuse(SENTENCES.say("plan.names-no-record-write-category-key", record));
        }
        DataCategory category;
        try {
            category = new CategoryConverter(session.jobs()).convert(record.substring(0, colon));
        } catch (TypeConversionException e) {
            throw misuse(String.valueOf(e.getMessage()));
        }
        reads.getObject().note("explain", category.id(), record.substring(colon + 1));
        Explanation found = planning.getObject().explain(category, record.substring(colon + 1), asOf);
        session.terminal().fields(fields(found));
        session.terminal().block(found.text(session.words().language()));
        return 0;
    }

    private static Fields fields(Explanation found) {
        Explanation.Decided decided = found.decided();
        Verdict verdict = decided == null ? null : decided.verdict();
        return new Fields()
                .with("record", found.category() + ":" + found.key())
                .with("asOf", found.asOf())
                .with("policy", found.fingerprint())
                .with("presence", found.presence())
                .with(
                        "starts",
                        found.starts().stream().map(ExplainCommand::start).toList())
                .with("decision", verdict == null ? null : verdict.decision())
                .with("reason", verdict == null ? null : verdict.reason())
                .with("due", verdict == null ? null : verdict.due())
                .with("eraseBy", verdict == null ? null : verdict.lastDay())
                .with("retainUntil", verdict == null ? null : verdict.retainUntil())
                .with("nextRun", decided == null ? null : decided.turn())
                .with("nextOutcome", decided == null ? null : decided.outcome())
                .with("holds", found.holds().stream().map(HoldFields::brief).toList())
                .with("ledger", found.past().stream().map(ExplainCommand::past).toList())
                .with(
                        "requests",
                        found.requests().stream()
                                .map(each -> new Fields()
                                        .with("request", each.request())
                                        .with("grantedAt", each.grantedAt())
                                        .with("run", each.run()))
                                .toList())
                .with(
                        "findings",
                        found.findings().stream().map(Explanation.Noted::code).toList());
    }

    private static Fields start(Explanation.Start start) {
        return new Fields().with("role", start.role()).with("at", start.value());
    }

    private static Fields past(LedgerSearch.Entry entry) {
        return new Fields()
                .with("part", entry.part())
                .with("row", entry.seq())
                .with("run", entry.runId())
                .with("at", entry.at())
                .with("outcome", entry.outcome())
                .with("policy", entry.policy());
    }

    private RuntimeException misuse(String message) {
        return spec == null
                ? new IllegalStateException("picocli gives every command its spec. Indicates a bug")
                : new ParameterException(spec.commandLine(), message);
    }
}
