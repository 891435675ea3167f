package se.partnersec.gallra.erasure.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.limit.RunLimits;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** What runs may take at most, as each froze it, and what earlier ones took. */
public final class RunLimitRepository {
    /** Before that many runs a median says nothing. */
    static final int LEAST_RUNS = 3;

    private static final int MOST_RUNS = 30;
    private static final String TAKEN = """
             FROM run_scope s JOIN ledger_chunk c ON c.category = s.category AND c.part = s.part AND c.seq = s.closed_seq
            WHERE s.category = ? AND s.part = 0 AND s.outcome IN ('DONE', 'SKIPPED')
              AND (c.counts LIKE '%ERASED=%' OR c.counts LIKE '%ANONYMISED=%')""";
    private static final String EARLIER = "SELECT c.counts" + TAKEN + " ORDER BY s.run_id DESC LIMIT ?";
    private static final String SINCE = "SELECT s.run_id" + TAKEN + " AND s.as_of >= ? LIMIT 1";

    private static final String PARTS = "SELECT DISTINCT part FROM ledger_chunk WHERE category = ?";
    private static final String TAIL = """
            SELECT seq, run_id, kind, counts, written_at FROM ledger_chunk WHERE category = ? AND part = ? AND seq < ?
            ORDER BY seq DESC LIMIT 500""";
    private final JdbcTemplate jdbc;

    public RunLimitRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What the last runs of a category took, of those that came to their end and took anything: a second run on the same
     * day, which finds nothing, does not make a usual night look large.
     */
    public List<Long> earlier(DataCategory category) {
        return jdbc.query(
                EARLIER,
                (row, i) -> {
                    Outcome.Counts counts = Outcome.Counts.parse(row.getString(1));
                    return counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED);
                },
                category.id(),
                MOST_RUNS);
    }

    /** Whether a run for this day or a later one has come to its end and taken anything. */
    public boolean erasedSince(DataCategory category, LocalDate day) {
        return !jdbc.queryForList(SINCE, Long.class, category.id(), day).isEmpty();
    }

    /**
     * What runs of a category erased or reduced since midnight in Sweden, by the ledger: also those that failed or were
     * stopped, and those that began the day before. Not what somebody else approved by its number, or as a plan: two people have
     * seen that.
     */
    public long today(DataCategory category) {
        LocalDateTime midnight = DatabaseClock.column(
                SwedishCalendar.startOfDay(SwedishCalendar.localDate(new DatabaseClock(jdbc).now())));
        Map<Long, Long> byRun = new HashMap<>();
        for (Integer part : jdbc.query(PARTS, (row, i) -> row.getInt(1), category.id())) {
            // From the newest on, so that of a ledger of years only a day is read.
            long before = Long.MAX_VALUE;
            while (before > 1) {
                List<Written> page = jdbc.query(TAIL, Written::read, category.id(), part, before);
                List<Written> of = page.stream()
                        .filter(row -> !row.at().isBefore(midnight))
                        .toList();
                of.forEach(row -> byRun.merge(row.run(), row.taken(), Long::sum));
                before = page.isEmpty() || of.size() < page.size()
                        ? 0
                        : page.get(page.size() - 1).seq();
            }
        }
        byRun.keySet().removeIf(run -> numbered(category, run));
        return byRun.values().stream().mapToLong(taken -> taken).sum();
    }

    private record Written(long seq, long run, long taken, LocalDateTime at) {
        static Written read(ResultSet row, int i) throws SQLException {
            Outcome.Counts counts = Outcome.Counts.parse(row.getString("counts"));
            // The row that closes a run has its totals: its chunks have counted them.
            boolean chunk = "C".equals(row.getString("kind"));
            return new Written(
                    row.getLong("seq"),
                    row.getLong("run_id"),
                    chunk ? counts.of(Outcome.ERASED) + counts.of(Outcome.ANONYMISED) : 0,
                    row.getObject("written_at", LocalDateTime.class));
        }
    }

    /** Whether a run used an approval of just so many records, or a plan that somebody else approved. */
    private boolean numbered(DataCategory category, long runId) {
        return new ApprovalRepository(jdbc).numbered(category, runId, 0)
                || new PlanRepository(jdbc)
                        .ofRun(runId)
                        .filter(SavedPlan::agreed)
                        .isPresent();
    }

    /** The middle one, of two the larger; null of too few. */
    public static @Nullable Long median(List<Long> taken) {
        if (taken.size() < LEAST_RUNS) {
            return null;
        }
        List<Long> sorted = new ArrayList<>(taken);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /**
     * @param request number of the approval it uses; null if it needs none
     * @param limits fingerprint of the limits it is under
     */
    public void freeze(long runId, long most, RunLimits.Figures figures, @Nullable Long request, String limits) {
        jdbc.update(
                "INSERT INTO run_limit (run_id, most, expected, records, median, request_id, limits)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                runId,
                most,
                figures.going(),
                figures.records() == 0 ? null : figures.records(),
                figures.median(),
                request,
                limits);
    }

    /** What is on record for the run; null if it has not got that far. Whoever may write the table may have written it. */
    @Nullable
    public Long find(long runId) {
        return jdbc.query("SELECT most FROM run_limit WHERE run_id = ?", (row, i) -> row.getLong(1), runId).stream()
                .findFirst()
                .orElse(null);
    }

    public long most(long runId) {
        Long most = find(runId);
        if (most == null) {
            throw new IllegalStateException(
                    "run " + runId + " froze no limit before its first record. Indicates a bug");
        }
        return most;
    }

    /**
     * Sets what a run would take beside what there is and what earlier runs took. It counts what somebody needs to know and
     * nothing else: the table only where more would go than is few, a customer's records only where more of his would.
     */
    public static final class Impact {
        private static final int BATCH = 500;

        private final JdbcTemplate jdbc;
        private final CategoryMapping source;
        private final RunLimits limits;
        private final RunLimitRepository runs;

        public Impact(JdbcTemplate jdbc, CategoryMapping source, RunLimits limits) {
            this.jdbc = jdbc;
            this.source = source;
            this.limits = limits;
            this.runs = new RunLimitRepository(jdbc);
        }

        /**
         * @param asOf the day the run is for
         * @param going how many records would go, or at most
         * @param byCustomer of whom, by the key the record has; those of whom few would go may be left out
         * @param whole whether the number of all records is needed in any case
         */
        public RunLimits.Figures of(LocalDate asOf, long going, Map<String, Long> byCustomer, boolean whole) {
            List<Long> earlier = runs.earlier(source.category());
            long today = going == 0 ? 0 : runs.today(source.category());
            return new RunLimits.Figures(
                    going,
                    whole || going + today > limits.floor() ? records() : 0,
                    RunLimitRepository.median(earlier),
                    !earlier.isEmpty(),
                    runs.erasedSince(source.category(), asOf.withDayOfYear(1)),
                    limits.byCustomer() ? customers(byCustomer) : List.of(),
                    today);
        }

        private long records() {
            TableMapping table = source.record();
            Long n = jdbc.queryForObject("SELECT COUNT(`" + table.key() + "`) FROM " + table.quoted(), Long.class);
            return n == null ? 0 : n;
        }

        private List<RunLimits.Figures.Customer> customers(Map<String, Long> byCustomer) {
            List<String> many = byCustomer.entrySet().stream()
                    .filter(one -> one.getValue() > limits.few())
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            Map<String, Long> all = new HashMap<>();
            for (int from = 0; from < many.size(); from += BATCH) {
                all.putAll(all(many.subList(from, Math.min(many.size(), from + BATCH))));
            }
            List<RunLimits.Figures.Customer> customers = new ArrayList<>();
            many.forEach(key -> customers.add(
                    new RunLimits.Figures.Customer(key, byCustomer.getOrDefault(key, 0L), all.getOrDefault(key, 0L))));
            return customers;
        }

        private Map<String, Long> all(List<String> keys) {
            String column = "`" + customer(source.record()) + "`";
            Map<String, Long> all = new HashMap<>();
            jdbc.query(
                    "SELECT " + column + ", COUNT(*) FROM " + source.record().quoted() + " WHERE " + column + " IN ("
                            + String.join(", ", Collections.nCopies(keys.size(), "?")) + ") GROUP BY " + column,
                    row -> {
                        all.put(row.getString(1), row.getLong(2));
                    },
                    keys.toArray());
            return all;
        }

        /** The column that says whose a record is; empty where records have none, and then no customer is counted. */
        public static String customer(TableMapping record) {
            return record.scopes()
                    .getOrDefault(ScopeType.CUSTOMER.id(), List.of(""))
                    .get(0);
        }
    }
}
