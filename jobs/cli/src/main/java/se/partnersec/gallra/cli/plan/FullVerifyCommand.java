package se.partnersec.gallra.cli.plan;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.partnersec.gallra.cli.option.CategoryOptions;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.cli.shell.CommandContext;
import se.partnersec.gallra.planning.PlanningService;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;

/** Is everything that the nightly runs pass over kept for a reason. */
@Command(
        name = "verify",
        header = "Check that every skipped record is still on hold.",
        description =
                "Runs skip records that an earlier run found to be on hold until a known day. --full applies the rules to every record past its retention period, including the skipped ones, and names each that is skipped and not on hold. Exit code 10 if there is one. Changes nothing; takes about as long as a plan.",
        footer = {"  gallra verify --full --all", "  gallra verify --full ip-logs --plain"})
public final class FullVerifyCommand implements Callable<Integer> {
    private final CommandContext session;
    private final ObjectProvider<PolicyService> policies;
    private final ObjectProvider<PlanningService> planning;

    @Mixin
    private CategoryOptions chosen = new CategoryOptions();

    @Option(
            names = "--full",
            required = true,
            description = "Check every record, whatever the register of skipped records says.")
    private boolean full;

    @Spec
    private @Nullable CommandSpec spec;

    FullVerifyCommand(
            CommandContext session, ObjectProvider<PlanningService> planning, ObjectProvider<PolicyService> policies) {
        this.session = session;
        this.policies = policies;
        this.planning = planning;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        CliMessages words = session.words();
        List<DataCategory> categories = chosen.from(session, policies, spec);
        Table table = new Table(words, "categories")
                .text("category", "column.category")
                .number("candidates", "column.candidates")
                .number("skipped", "column.passed-over")
                .number("wronglySkipped", "column.wrongly");
        Table named = new Table(words, "wronglySkipped")
                .text("record", "column.record")
                .text("decision", "column.verdict")
                .text("eraseBy", "column.erase-by");
        long wrong = 0;
        for (DataCategory category : categories) {
            KeptRangeVerifier.Result result = planning.getObject().verifyKept(category);
            table.row(category, result.candidates(), result.passedOver(), result.wrong());
            wrong += result.wrong();
            for (KeptRangeVerifier.Wrong each : result.named()) {
                named.row(
                        category + ":" + each.key(),
                        new Coded(each.outcome(), words.say("outcome." + each.outcome())),
                        each.eraseBy());
            }
        }
        table.print(terminal);
        if (!named.isEmpty()) {
            terminal.result("");
        }
        named.printIfAny(terminal);
        terminal.field("wrong", wrong);
        if (!terminal.plain()) {
            terminal.result("");
            terminal.result(wrong == 0 ? words.say("verify.good") : terminal.red(words.say("verify.wrong", wrong)));
        }
        return (wrong == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES).number();
    }
}
