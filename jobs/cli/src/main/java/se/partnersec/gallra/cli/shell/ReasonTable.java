package se.partnersec.gallra.cli.shell;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Why records stay and what somebody has to look at, a line a reason. */
public final class ReasonTable {
    private ReasonTable() {}

    /** What keeps the candidates that would not go; empty if all would. */
    public static Table kept(CliMessages words, List<CategoryPlan> lines) {
        Table table = table(words, words.say("column.why"));
        for (CategoryPlan line : lines) {
            new TreeMap<>(line.heldBy()).forEach((code, n) -> table.row(line.category(), n, words.reason(code)));
            if (line.processor() > 0) {
                table.row(line.category(), line.processor(), words.reason("OUT_OF_SCOPE_PROCESSOR"));
            }
            new TreeMap<>(line.reviewBy())
                    .forEach((code, n) ->
                            table.row(line.category(), n, words.say("reason.to-review", words.reason(code))));
            if (line.notDue() > 0) {
                table.row(line.category(), line.notDue(), words.reason("NOT_DUE"));
            }
        }
        return table;
    }

    public static Table findings(CliMessages words, Map<DataCategory, Map<String, Long>> findings) {
        Table table = table(words, words.say("column.detail"));
        findings.forEach((category, codes) ->
                new TreeMap<>(codes).forEach((code, n) -> table.row(category, n, words.reason(code))));
        return table;
    }

    private static Table table(CliMessages words, String last) {
        return new Table(words.say("column.category"), ">" + words.say("column.records"), last);
    }
}
