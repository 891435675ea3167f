package se.partnersec.gallra.operations.live;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.runs.control.RunOrder;
import se.partnersec.gallra.runs.control.RunOrderRepository;

/** Reads which runs are at work and how far they are, from counts alone: a login with the role {@code metrics} may read them. */
public final class LiveRuns implements AutoCloseable {
    // As in the lease: a holder without a heartbeat for half a minute is dead.
    private static final String AT_WORK = """
            SELECT s.run_id, s.category, s.opened_at, s.candidates - s.passed_over FROM lease l
            JOIN heartbeat h ON h.category = l.category AND h.token = l.token
            JOIN run_scope s ON s.category = l.category AND s.part = 0 AND s.outcome IS NULL
            WHERE l.holder IS NOT NULL AND TIMESTAMPDIFF(SECOND, h.beat_at, UTC_TIMESTAMP(6)) BETWEEN 0 AND 29
            ORDER BY s.run_id""";
    private static final String DONE =
            "SELECT part, seq, counts FROM ledger_chunk WHERE run_id = ? AND seq > ? AND kind = 'C' ORDER BY seq";

    private final JdbcTemplate jdbc;
    private final RunOrderRepository orders;

    /** What was counted so far of the runs at work: a chain is only added to, by one writer, so each row is read once. */
    private final Map<Long, Map<Integer, Counted>> known = new HashMap<>();

    /** @param seq of the last row of a part */
    private record Counted(long seq, long done) {}

    public LiveRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.orders = new RunOrderRepository(jdbc, new MaskedTables(jdbc));
    }

    /**
     * The same under the reader's account, over one connection of its own that is made when it is needed. Whoever reads gets a
     * {@link org.springframework.dao.DataAccessException} if the database does not answer a statement within five seconds.
     */
    public static LiveRuns under(GallraSettings settings) {
        return new LiveRuns(new JdbcTemplate(DataSourceFactory.watch(settings, DatabaseRole.READER)));
    }

    /** Runs at work by now, oldest first. */
    public synchronized List<LiveRun> look() {
        List<LiveRun> runs = jdbc.query(
                AT_WORK,
                (row, i) -> new LiveRun(
                        row.getLong(1),
                        new DataCategory(row.getString(2)),
                        DatabaseClock.instant(row.getObject(3, LocalDateTime.class)),
                        0,
                        row.getLong(4),
                        false));
        known.keySet().retainAll(runs.stream().map(LiveRun::run).toList());
        if (runs.isEmpty()) {
            return runs;
        }
        Map<Long, RunOrder> pauses =
                orders.pauses(runs.stream().map(LiveRun::run).toList());
        return runs.stream()
                .map(run -> new LiveRun(
                        run.run(),
                        run.category(),
                        run.began(),
                        Math.min(done(run.run()), run.candidates()),
                        run.candidates(),
                        pauses.containsKey(run.run())))
                .toList();
    }

    /** Candidates in the ledger by now; those that were put off and met again count again. */
    public synchronized long done(long run) {
        Map<Integer, Counted> parts = known.computeIfAbsent(run, r -> new HashMap<>());
        long from = parts.values().stream().mapToLong(Counted::seq).min().orElse(0);
        jdbc.query(
                DONE,
                row -> {
                    long seq = row.getLong(2);
                    Counted before = parts.getOrDefault(row.getInt(1), new Counted(0, 0));
                    if (seq > before.seq()) {
                        long more = Outcome.Counts.parse(row.getString(3)).total();
                        parts.put(row.getInt(1), new Counted(seq, before.done() + more));
                    }
                },
                run,
                from);
        return parts.values().stream().mapToLong(Counted::done).sum();
    }

    /** Closes the connection. */
    @Override
    public void close() {
        if (jdbc.getDataSource() instanceof HikariDataSource pool) {
            pool.close();
        }
    }
}
