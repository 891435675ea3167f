package se.partnersec.gallra.cli.shell;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Coded;
import se.partnersec.gallra.cli.output.Table;
import se.partnersec.gallra.planning.plan.CategoryPlan;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Why records stay and what somebody has to look at, a line a reason. */
public final class ReasonTable {
    private ReasonTable() {}

    /** What keeps the candidates that would not go; empty if all would. */
    public static Table kept(CliMessages words, List<CategoryPlan> lines) {
        Table table = kept(words);
        for (CategoryPlan line : lines) {
            new TreeMap<>(line.heldBy()).forEach((code, n) -> table.row(line.category(), n, reason(words, code)));
            if (line.processor() > 0) {
                table.row(line.category(), line.processor(), reason(words, "OUT_OF_SCOPE_PROCESSOR"));
            }
            new TreeMap<>(line.reviewBy()).forEach((code, n) -> table.row(line.category(), n, review(words, code)));
            if (line.notDue() > 0) {
                table.row(line.category(), line.notDue(), reason(words, "NOT_DUE"));
            }
        }
        return table;
    }

    /** Table of records that are kept, without a row yet. */
    public static Table kept(CliMessages words) {
        return new Table(words, "kept")
                .text("category", "column.category")
                .number("records", "column.records")
                .text("reason", "column.why");
    }

    public static Table findings(CliMessages words, Map<DataCategory, Map<String, Long>> findings) {
        Table table = new Table(words, "findings")
                .text("category", "column.category")
                .number("records", "column.findings")
                .text("code", "column.detail");
        findings.forEach((category, codes) ->
                new TreeMap<>(codes).forEach((code, n) -> table.row(category, n, reason(words, code))));
        return table;
    }

    public static Coded reason(CliMessages words, String code) {
        return new Coded(code, words.reason(code));
    }

    /** Why a record has to be looked at. */
    public static Coded review(CliMessages words, String code) {
        return new Coded(code, words.say("reason.to-review", words.reason(code)));
    }
}
