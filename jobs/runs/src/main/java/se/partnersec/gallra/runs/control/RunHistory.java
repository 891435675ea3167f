package se.partnersec.gallra.runs.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.SavedPlan;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.RunLimitRepository;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Reads runs, their attempts and findings. */
public final class RunHistory {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final String SELECT = """
            SELECT s.run_id, s.category, s.as_of, s.policy, s.candidates, s.resumed, s.opened_at, s.ended_at, s.outcome,
              (SELECT COALESCE(SUM(p.rows_written), 0) FROM statistic_period p WHERE p.run_id = s.run_id) AS counted,
              s.note, (SELECT c.counts FROM ledger_chunk c WHERE c.category = s.category AND c.part = 0
                AND c.seq = s.closed_seq) AS counts
            FROM run_scope s""";

    private static final String ALIVE = """
            SELECT 1 FROM lease l JOIN heartbeat h ON h.category = l.category
            WHERE l.category = ? AND l.holder IS NOT NULL AND TIMESTAMPDIFF(SECOND, h.beat_at, UTC_TIMESTAMP(6)) BETWEEN 0 AND 29""";

    private static final Set<String> UNFINISHED = Set.of("FAILED", "STOPPED", "INTERRUPTED");

    /** More categories than any mapping has. */
    private static final int MOST_RUNNING = 100;

    /** What Spring Batch records of an attempt that could not record its own end. */
    public static final String INTERRUPTED = "INTERRUPTED";

    private static final String OURS = ChunkFailedException.class.getName() + ": ";

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    public RunHistory(JdbcTemplate jdbc) {
        this(jdbc, UnaryOperator.identity());
    }

    /** @param tables names the tables of a statement as the login may read them */
    public RunHistory(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /**
     * @param outcome name of an exit code, ABANDONED, or OPEN while none is on record
     * @param counted rows of statistics it wrote before it erased
     * @param counts as it closed, or of its chunks by now while it is open
     */
    public record Entry(
            long runId,
            DataCategory category,
            LocalDate asOf,
            String policy,
            long candidates,
            int resumed,
            Instant opened,
            @Nullable Instant ended,
            String outcome,
            String note,
            long counted,
            Outcome.Counts counts) {

        /** The same run, as it stands for a person. */
        private Entry standing(String word) {
            return new Entry(
                    runId, category, asOf, policy, candidates, resumed, opened, ended, word, note, counted, counts);
        }

        private Entry with(Outcome.Counts byNow) {
            return new Entry(
                    runId, category, asOf, policy, candidates, resumed, opened, ended, outcome, note, counted, byNow);
        }
    }

    /**
     * @param status as Spring Batch has it
     * @param started by the clock of the machine that ran it; Spring Batch notes no zone, and the program runs in UTC
     * @param why it failed, in words of ours; empty if it did not, or Spring Batch noted something else
     */
    public record Attempt(
            long executionId, String status, @Nullable Instant started, String why) {}

    /**
     * How much a run may take, frozen before its first record goes.
     *
     * @param most records, erased or reduced
     * @param approval number of the approval it used, such as A-12; null if it needed none
     * @param requestedBy the login of whoever asked for that
     * @param approvedBy the login of whoever approved it
     */
    public record Limit(
            long most,
            @Nullable String approval,
            @Nullable String requestedBy,
            @Nullable String approvedBy) {}

    public record Found(
            long id, String category, String subject, String code, String detail, Instant lastSeen, int times) {}

    /** Orders to runs. */
    public RunOrderRepository orders() {
        return new RunOrderRepository(jdbc);
    }

    /**
     * Which runs to list.
     *
     * @param category null for all
     * @param since day of Sweden on which they began at the earliest; null for any
     * @param unfinished only those that failed, were stopped or interrupted and have to be restarted
     */
    public record Filter(
            @Nullable DataCategory category, @Nullable LocalDate since, boolean unfinished) {}

    /** Runs as they stand for a person, newest first. */
    public List<Entry> list(Filter filter, int limit) {
        StringBuilder where = new StringBuilder(" WHERE s.part = 0");
        List<Object> values = new ArrayList<>();
        if (filter.category() != null) {
            where.append(" AND s.category = ?");
            values.add(filter.category().id());
        }
        if (filter.since() != null) {
            where.append(" AND s.opened_at >= ?");
            values.add(LocalDateTime.ofInstant(SwedishCalendar.startOfDay(filter.since()), ZoneOffset.UTC));
        }
        if (filter.unfinished()) {
            where.append(" AND (s.outcome IN ('FAILED', 'STOPPED') OR s.outcome IS NULL)");
        }
        // Running ones are left out below; there is at most one of a category, and it is the newest.
        values.add(filter.unfinished() ? (long) limit + MOST_RUNNING : limit);
        return jdbc
                .query(SELECT + where + " ORDER BY s.run_id DESC LIMIT ?", RunHistory::entry, values.toArray())
                .stream()
                .map(this::counted)
                .map(this::standing)
                .filter(run -> !filter.unfinished() || UNFINISHED.contains(run.outcome()))
                .limit(limit)
                .toList();
    }

    /** Whether a run of a category ever came to its end and erased or reduced anything: the first that does may take two people. */
    public boolean erased(DataCategory category) {
        return !new RunLimitRepository(jdbc).earlier(category).isEmpty();
    }

    /** @throws RefusedException if it is not on record */
    public Entry get(long runId) {
        return find(runId)
                .orElseThrow(
                        () -> RefusedException.usage(SENTENCES.say("control.there-no-run-known-ones-gallra", runId)));
    }

    /** Empty if it is not on record. */
    public Optional<Entry> find(long runId) {
        return jdbc.query(SELECT + " WHERE s.part = 0 AND s.run_id = ?", RunHistory::entry, runId).stream()
                .findFirst()
                .map(this::counted);
    }

    /**
     * The run with the outcome INTERRUPTED if none is on record and its process is dead: nobody holds its category, or whoever does
     * has given no heartbeat for 30 seconds.
     */
    public Entry standing(Entry run) {
        if (!run.outcome().equals("OPEN")
                || !jdbc.queryForList(ALIVE, Integer.class, run.category().id()).isEmpty()) {
            return run;
        }
        // It may have closed since it was read.
        Entry now = get(run.runId());
        return now.outcome().equals("OPEN") ? now.standing("INTERRUPTED") : now;
    }

    private Entry counted(Entry run) {
        return run.outcome().equals("OPEN") ? run.with(LedgerWriter.totals(jdbc, run.runId())) : run;
    }

    public List<Attempt> attempts(long runId) {
        return jdbc.query(
                "SELECT JOB_EXECUTION_ID, STATUS, START_TIME, EXIT_MESSAGE FROM BATCH_JOB_EXECUTION"
                        + " WHERE JOB_INSTANCE_ID = ? ORDER BY JOB_EXECUTION_ID",
                (row, i) -> {
                    LocalDateTime started = row.getObject(3, LocalDateTime.class);
                    return new Attempt(
                            row.getLong(1),
                            row.getString(2),
                            started == null ? null : DatabaseClock.instant(started),
                            why(row.getString(4)));
                },
                runId);
    }

    /** Message of an exception of ours; of others nothing, since what a server says may hold the data of somebody. */
    private static String why(@Nullable String trace) {
        String first = trace == null ? "" : trace.lines().findFirst().orElse("");
        if (first.equals(INTERRUPTED)) {
            return SENTENCES.say("control.attempt-interrupted");
        }
        return first.startsWith(OURS) ? first.substring(OURS.length()) : "";
    }

    /** Empty where it did not get as far as to freeze one. */
    public Optional<Limit> limit(long runId) {
        return jdbc
                .query(
                        tables.apply("SELECT l.most, l.request_id, r.requested_by, a.approved_by FROM run_limit l"
                                + " LEFT JOIN approval_request r ON r.id = l.request_id"
                                + " LEFT JOIN valid_approval a ON a.request_id = l.request_id WHERE l.run_id = ?"),
                        (row, i) -> {
                            String request = row.getString(2);
                            return new Limit(
                                    row.getLong(1),
                                    request == null ? null : "A-" + request,
                                    row.getString(3),
                                    row.getString(4));
                        },
                        runId)
                .stream()
                .findFirst();
    }

    /**
     * Fingerprint of the limits by which a run froze how much it may take, blank where it noted none; empty where two people agreed on
     * that much, by its number or by a plan. The run writes its own row, so what that names counts for nothing.
     */
    public Optional<String> frozenUnder(DataCategory category, long runId) {
        return jdbc
                .query(
                        "SELECT most, COALESCE(limits, '') FROM run_limit WHERE run_id = ?",
                        (row, i) -> Map.entry(row.getLong(1), row.getString(2)),
                        runId)
                .stream()
                .findFirst()
                .filter(frozen -> !new ApprovalRepository(jdbc).numbered(category, runId, frozen.getKey()))
                .filter(frozen -> new PlanRepository(jdbc)
                        .ofRun(runId)
                        .filter(SavedPlan::agreed)
                        .isEmpty())
                .map(Map.Entry::getValue);
    }

    public List<Found> findings(long runId, long limit) {
        return jdbc.query(
                "SELECT id, category, subject, code, detail, last_seen, times FROM finding WHERE run_id = ?"
                        + " ORDER BY code, id LIMIT ?",
                (row, i) -> new Found(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        DatabaseClock.instant(row.getObject(6, LocalDateTime.class)),
                        row.getInt(7)),
                runId,
                limit);
    }

    /** How many findings of each code a run noted. */
    public Map<String, Long> findingCodes(long runId) {
        Map<String, Long> codes = new TreeMap<>();
        jdbc.query(
                "SELECT code, COUNT(*) FROM finding WHERE run_id = ? GROUP BY code",
                row -> {
                    codes.put(row.getString(1), row.getLong(2));
                },
                runId);
        return codes;
    }

    private static Entry entry(ResultSet row, int i) throws SQLException {
        LocalDateTime ended = row.getObject("ended_at", LocalDateTime.class);
        String outcome = row.getString("outcome");
        String note = row.getString("note");
        String counts = row.getString("counts");
        return new Entry(
                row.getLong("run_id"),
                new DataCategory(row.getString("category")),
                row.getObject("as_of", LocalDate.class),
                row.getString("policy"),
                row.getLong("candidates"),
                row.getInt("resumed"),
                DatabaseClock.instant(row.getObject("opened_at", LocalDateTime.class)),
                ended == null ? null : DatabaseClock.instant(ended),
                outcome == null ? "OPEN" : outcome,
                note == null ? "" : note,
                row.getLong("counted"),
                Outcome.Counts.parse(counts == null ? "" : counts));
    }
}
