package se.partnersec.gallra.approvals.plan;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/** Reads and writes what makes a plan a replay. */
public class ReplayRepository {
    /** Asked for, neither ended nor rejected, and no later one has ended. */
    private static final String OPEN = """
            SELECT r.plan_id FROM replay r
            WHERE NOT EXISTS (SELECT 1 FROM valid_replay e JOIN replay q ON q.plan_id = e.plan_id WHERE q.number >= r.number)
              AND EXISTS (SELECT 1 FROM plan_category c LEFT JOIN plan_end x ON x.plan_id = c.plan_id
                AND x.category = c.category AND x.run_id IS NULL WHERE c.plan_id = r.plan_id AND x.plan_id IS NULL)
            ORDER BY r.number""";

    private static final String END = """
            INSERT INTO replay_end (plan_id, request_id, seal_hash, input, records, kept, residue, figures)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    public ReplayRepository(JdbcTemplate jdbc) {
        this(jdbc, UnaryOperator.identity());
    }

    /** @param tables names the tables of a statement as the login may read them, for {@link #open()} */
    public ReplayRepository(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** The plans of replays that keep everything else from running, oldest first. */
    public List<String> open() {
        return jdbc.query(tables.apply(OPEN), (row, i) -> row.getString(1));
    }

    public boolean ended(String plan) {
        return !jdbc.queryForList("SELECT plan_id FROM valid_replay WHERE plan_id = ?", String.class, plan)
                .isEmpty();
    }

    /** Null for a plan that is none. */
    @Nullable
    ReplayTerms find(String plan) {
        List<ReplayTerms.Rows> rows = jdbc.query(
                "SELECT category, part, from_seq, to_seq FROM replay_rows WHERE plan_id = ?",
                (row, i) -> new ReplayTerms.Rows(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4)),
                plan);
        List<ReplayTerms.Lost> lost = jdbc.query(
                "SELECT epoch, moved_at, what, answer FROM replay_lost WHERE plan_id = ?",
                (row, i) -> new ReplayTerms.Lost(
                        row.getLong(1),
                        DatabaseClock.instant(row.getObject(2, LocalDateTime.class)),
                        row.getString(3),
                        row.getString(4)),
                plan);
        return jdbc
                .query(
                        "SELECT input, seal, seal_hash, hold_epoch, whole FROM replay WHERE plan_id = ?",
                        (row, i) -> new ReplayTerms(
                                row.getString(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getBoolean(5),
                                rows,
                                lost),
                        plan)
                .stream()
                .findFirst()
                .orElse(null);
    }

    void write(String plan, ReplayTerms terms) {
        jdbc.update(
                "INSERT INTO replay (plan_id, input, seal, seal_hash, hold_epoch, whole) VALUES (?, ?, ?, ?, ?, ?)",
                plan,
                terms.input(),
                terms.seal(),
                terms.sealHash(),
                terms.holdEpoch(),
                terms.whole());
        terms.rows()
                .forEach(each -> jdbc.update(
                        "INSERT INTO replay_rows (plan_id, category, part, from_seq, to_seq) VALUES (?, ?, ?, ?, ?)",
                        plan,
                        each.category(),
                        each.part(),
                        each.from(),
                        each.to()));
        terms.lost()
                .forEach(each -> jdbc.update(
                        "INSERT INTO replay_lost (plan_id, epoch, moved_at, what, answer) VALUES (?, ?, ?, ?, ?)",
                        plan,
                        each.epoch(),
                        LocalDateTime.ofInstant(each.at(), ZoneOffset.UTC),
                        each.what(),
                        each.answer()));
    }

    /**
     * Notes that nothing is left; the tables refuse it for a plan that nobody else approved, and where something is left.
     *
     * @param kept still there, each for a reason of the rules
     * @param figures a line a category
     */
    public void end(SavedPlan plan, long records, long kept, long residue, String figures) {
        ReplayTerms terms = plan.replay();
        if (terms == null) {
            throw new IllegalArgumentException("plan " + plan.id() + " is no replay. Indicates a bug");
        }
        jdbc.update(
                END,
                plan.id(),
                plan.request().number(),
                terms.sealHash(),
                terms.input(),
                records,
                kept,
                residue,
                figures);
    }
}
