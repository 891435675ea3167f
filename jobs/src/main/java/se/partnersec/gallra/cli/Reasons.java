package se.partnersec.gallra.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.partnersec.gallra.plan.PlanLine;
import se.partnersec.gallra.policy.DataCategory;

/** Why records stay and what somebody has to look at, a line a reason. */
final class Reasons {
    private Reasons() {}

    /** What keeps the candidates that would not go; empty if all would. */
    static Table kept(Words words, List<PlanLine> lines) {
        Table table = table(words, words.say("column.why"));
        for (PlanLine line : lines) {
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

    static Table findings(Words words, Map<DataCategory, Map<String, Long>> findings) {
        Table table = table(words, words.say("column.detail"));
        findings.forEach((category, codes) ->
                new TreeMap<>(codes).forEach((code, n) -> table.row(category, n, words.reason(code))));
        return table;
    }

    private static Table table(Words words, String last) {
        return new Table(words.say("column.category"), ">" + words.say("column.records"), last);
    }
}
