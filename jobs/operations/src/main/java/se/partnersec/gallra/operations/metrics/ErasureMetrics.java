package se.partnersec.gallra.operations.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What became of records since the ledger began. Each row is read once while the program runs: a chain is only added to, by one
 * writer, so its numbers are committed in their order.
 */
public final class ErasureMetrics {
    private static final String ENDS = "SELECT category, part, MAX(seq) FROM ledger_chunk GROUP BY category, part";
    private static final String ROWS =
            "SELECT counts FROM ledger_chunk WHERE category = ? AND part = ? AND seq > ? AND seq <= ? AND kind = 'C'";

    /** What became of a record, as monitoring has it. */
    private enum Action {
        DELETE,
        ANONYMISE,
        KEEP,
        SKIP,
        GONE;

        static Action of(Outcome outcome) {
            return switch (outcome) {
                case ERASED -> DELETE;
                case ANONYMISED -> ANONYMISE;
                case HELD, NOT_DUE, NOT_PLANNED, REVIEW -> KEEP;
                case GONE_ELSEWHERE -> GONE;
                case STORAGE_LOCKED, NEW_VERSION, OBJECT_ONLY, IN_DOUBT, DEFERRED, FAILED -> SKIP;
            };
        }
    }

    private record Chain(String category, int part) {}

    /** What was counted of a chain so far, up to a row. */
    private record Counted(long seq, Outcome.Counts counts) {}

    private final JdbcTemplate jdbc;
    private final List<DataCategory> categories;
    private final Map<Chain, Counted> known = new HashMap<>();

    private ErasureMetrics(JdbcTemplate jdbc, List<DataCategory> categories) {
        this.jdbc = jdbc;
        this.categories = categories;
    }

    /** @param categories those that are mapped */
    public static MetricPart of(JdbcTemplate jdbc, List<DataCategory> categories) {
        return new MetricPart("erased", new ErasureMetrics(jdbc, List.copyOf(categories))::tell);
    }

    private void tell(MetricSnapshot figures) {
        Map<Chain, Long> ends = new HashMap<>();
        jdbc.query(ENDS, row -> {
            ends.put(new Chain(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        // Of a database that was put back, what was counted is not there any more.
        known.entrySet()
                .removeIf(each ->
                        ends.getOrDefault(each.getKey(), 0L) < each.getValue().seq());
        ends.forEach((chain, end) -> known.put(chain, counted(chain, end)));
        for (DataCategory category : categories) {
            Map<Action, Long> sums = new EnumMap<>(Action.class);
            known.forEach((chain, counted) -> {
                if (chain.category().equals(category.id())) {
                    counted.counts().asMap().forEach((outcome, n) -> sums.merge(Action.of(outcome), n, Long::sum));
                }
            });
            for (Action action : Action.values()) {
                figures.set(MetricDefinition.RECORDS, sums.getOrDefault(action, 0L), category.id(), label(action));
            }
        }
    }

    private Counted counted(Chain chain, long end) {
        Counted before = known.getOrDefault(chain, new Counted(0, new Outcome.Counts()));
        Outcome.Counts counts = new Outcome.Counts().add(before.counts());
        jdbc.query(
                ROWS,
                row -> {
                    counts.add(Outcome.Counts.parse(row.getString(1)));
                },
                chain.category(),
                chain.part(),
                before.seq(),
                end);
        return new Counted(end, counts);
    }

    private static String label(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
