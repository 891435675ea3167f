package se.partnersec.gallra.cli.run;

import java.util.ArrayList;
import java.util.List;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.preflight.Check;
import se.partnersec.gallra.runs.preflight.PreflightReport;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** What a run relies on, shown as it stands. */
public final class PreflightView {
    private static final Sentences SENTENCES = Sentences.of("cli");

    private PreflightView() {}

    /** Refuses, with everything that stands in the way at once. */
    public static void require(PreflightReport report) {
        require(report, List.of());
    }

    /** The same, unless some of the categories may begin: what stands in the way of the others alone, their runs say. */
    public static void require(PreflightReport report, List<DataCategory> categories) {
        if (!report.passes() && report.mayBegin(categories).isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add(SENTENCES.say("run.refused-before-anything-touched"));
            report.refusals().stream().map(Check::text).distinct().forEach(text -> lines.add("  " + text));
            throw new RefusedException(report.exit(), lines);
        }
    }

    /** One line a check. */
    public static void print(PreflightReport report, CliMessages words, Terminal terminal) {
        Table table = new Table(words, "checks")
                .text("state", "column.check-state")
                .text("check", "column.check")
                .text("detail", "column.check-result");
        for (Check check : report.checks()) {
            table.row(new Coded(check.state(), words.say("check." + check.state())), check.code(), check.text());
        }
        table.print(terminal);
    }
}
