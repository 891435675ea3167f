package se.partnersec.gallra.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Duties.Duty;
import se.partnersec.gallra.oracle.Rows.Row;

/**
 * One category's turn in a night: judges its records, then lets go what is to go.
 *
 * @param world as the categories before it left it; changed
 * @param judgements of the night so far, by category and key; added to
 */
record Clearance(World world, Duties duties, RuleTable rules, Map<String, Map<String, Judgement>> judgements) {
    /** Judges every record of a category, then lets go what is to go. */
    Map<String, Judgement> each(
            String category, String table, Function<Row, @Nullable Duty> held, Function<Row, Judgement> rule) {
        Map<String, Judgement> judged = new HashMap<>();
        for (Row row : world.table(table).all()) {
            judged.put(row.key(), judge(row, held, rule));
        }
        judgements.put(category, judged);
        judged.forEach((key, judgement) -> {
            if (judgement.goes()) {
                world.table(table).remove(key);
            }
        });
        return judged;
    }

    static Judgement judge(Row row, Function<Row, @Nullable Duty> held, Function<Row, Judgement> rule) {
        if (processed(row)) {
            return Judgement.stays("it is a customer's, processed for it");
        }
        Duty duty = held.apply(row);
        return duty == null ? rule.apply(row) : Judgement.stays(duty.toString());
    }

    /** Processed for a customer: never ours to touch. */
    static boolean processed(Row row) {
        return row.text("processor_for") != null;
    }

    void remove(String table, @Nullable List<Row> rows) {
        if (rows != null) {
            rows.forEach(row -> world.table(table).remove(row.key()));
        }
    }
}
