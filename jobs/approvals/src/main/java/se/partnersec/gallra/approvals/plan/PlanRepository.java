package se.partnersec.gallra.approvals.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.request.Approval;
import se.partnersec.gallra.approvals.request.ApprovalRepository;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads saved plans, and uses them up. */
public final class PlanRepository {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    // What bears a time to come was stamped by a clock that somebody had set; it must not last until then.
    private static final String HOLDS =
            "(p.made_at <= UTC_TIMESTAMP(6)" + " AND p.made_at + INTERVAL p.valid_hours HOUR > UTC_TIMESTAMP(6))";
    private static final String SELECT = """
            SELECT p.id, p.request_id, p.as_of, p.policy, p.content, p.made_at, p.made_by,
              p.made_at + INTERVAL p.valid_hours HOUR AS expires_at, NOT %s AS expired FROM plan p""".formatted(HOLDS);
    private static final String PARTS = """
            SELECT c.category, c.figures, e.run_id, e.reason, e.ended_by, e.ended_at FROM plan_category c
            LEFT JOIN plan_end e ON e.plan_id = c.plan_id AND e.category = c.category WHERE c.plan_id = ?""";
    // What could be used when it was looked at is asked once more by the statement that uses it.
    private static final String USE = """
            INSERT INTO plan_end (plan_id, category, run_id)
            SELECT c.plan_id, c.category, ? FROM plan p JOIN plan_category c ON c.plan_id = p.id
            WHERE p.id = ? AND c.category = ? AND p.policy = ? AND %s""".formatted(HOLDS);

    private final JdbcTemplate jdbc;
    private final Predicate<DataCategory> known;
    private final UnaryOperator<String> tables;
    private final ApprovalRepository approvals;

    public PlanRepository(JdbcTemplate jdbc) {
        this(jdbc, category -> true);
    }

    public PlanRepository(JdbcTemplate jdbc, Predicate<DataCategory> known) {
        this(jdbc, known, UnaryOperator.identity());
    }

    /**
     * Plans as a login may read them.
     *
     * @param known tells the categories there are; a row of any other is foreign
     * @param tables names the tables of a statement as the login may read them, for what is looked at
     */
    public PlanRepository(JdbcTemplate jdbc, Predicate<DataCategory> known, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.known = known;
        this.tables = tables;
        this.approvals = new ApprovalRepository(jdbc, tables);
    }

    /** @throws PlanRejectedException if there is none */
    public SavedPlan get(String id) {
        return find(id).orElseThrow(
                        () -> new PlanRejectedException(SENTENCES.say("plan.there-no-plan-see-gallra-plans", id)));
    }

    public Optional<SavedPlan> find(String id) {
        return read(" WHERE p.id = ?", id.toLowerCase(Locale.ROOT)).stream().findFirst();
    }

    /**
     * Newest first.
     *
     * @param all also those that cannot be used any more
     */
    public List<SavedPlan> list(boolean all, int limit) {
        String usable = " WHERE " + HOLDS + " AND EXISTS (SELECT 1 FROM plan_category c LEFT JOIN plan_end e"
                + " ON e.plan_id = c.plan_id AND e.category = c.category WHERE c.plan_id = p.id AND e.plan_id IS NULL)";
        return read((all ? "" : usable) + " ORDER BY p.made_at DESC, p.id DESC LIMIT ?", limit);
    }

    /** The plan whose category a run used; empty if it went by none. */
    public Optional<SavedPlan> ofRun(long runId) {
        return jdbc
                .queryForList(tables.apply("SELECT plan_id FROM plan_end WHERE run_id = ?"), String.class, runId)
                .stream()
                .findFirst()
                .flatMap(id -> find(String.valueOf(id)));
    }

    /**
     * Uses up one category of a plan, in the caller's transaction; another run, or somebody who rejects it, waits for its end,
     * and one of the two gets nothing.
     *
     * @param policy fingerprint the run is under
     * @throws PlanRejectedException in words for the histories, if it cannot be used or is not what was saved
     */
    public SavedPlan use(String id, DataCategory category, String policy, long runId) {
        SavedPlan plan = get(id);
        if (plan.policy().equals(policy) && plan.usedBy(category, runId)) {
            new PlanKeyBlockReader(jdbc).checked(plan.id(), category);
            return plan; // its process died before the histories knew
        }
        PlanProblem trouble = plan.trouble(category, policy);
        new PlanKeyBlockReader(jdbc).checked(plan.id(), category);
        if (plan.replay() != null && !plan.approved()) {
            throw new PlanRejectedException(
                    SENTENCES.say("plan.replay-not-approved-gallra-approvals-approve", plan.id(), plan.id()));
        }
        try {
            if (trouble == null && jdbc.update(USE, runId, plan.id(), category.id(), policy) == 1) {
                return plan;
            }
        } catch (DuplicateKeyException e) {
            trouble = PlanProblem.REJECTED.equals(get(id).trouble(category, policy))
                    ? PlanProblem.REJECTED
                    : PlanProblem.USED;
        }
        throw refused(get(id), category, trouble == null ? PlanProblem.EXPIRED : trouble);
    }

    static PlanRejectedException refused(SavedPlan plan, DataCategory category, PlanProblem trouble) {
        return new PlanRejectedException(new PlanProblemDescription(Locale.ENGLISH).of(plan, category, trouble));
    }

    private record Head(
            String id,
            long request,
            LocalDate asOf,
            String policy,
            String content,
            Instant madeAt,
            String madeBy,
            Instant expires,
            boolean expired) {}

    private List<SavedPlan> read(String further, Object... args) {
        // First all heads: a question within a question takes a second connection, and waits for ever where there is
        // none.
        return jdbc.query(tables.apply(SELECT + further), PlanRepository::head, args).stream()
                .flatMap(head -> whole(head).stream())
                .toList();
    }

    private static Head head(ResultSet row, int i) throws SQLException {
        return new Head(
                row.getString("id"),
                row.getLong("request_id"),
                row.getObject("as_of", LocalDate.class),
                row.getString("policy"),
                row.getString("content"),
                DatabaseClock.instant(row.getObject("made_at", LocalDateTime.class)),
                row.getString("made_by"),
                DatabaseClock.instant(row.getObject("expires_at", LocalDateTime.class)),
                row.getBoolean("expired"));
    }

    /** Empty for a row without a request, which this program did not write. */
    private Optional<SavedPlan> whole(Head head) {
        Approval request = approvals.find(head.request());
        if (request == null) {
            return Optional.empty();
        }
        List<String> foreign = new ArrayList<>();
        List<SavedPlan.Part> parts = parts(head.id(), foreign);
        return Optional.of(new SavedPlan(
                head.id(),
                head.asOf(),
                head.policy(),
                head.content(),
                head.madeAt(),
                head.madeBy(),
                head.expires(),
                head.expired(),
                request,
                new ReplayRepository(jdbc).find(head.id()),
                parts,
                foreign));
    }

    /** @param foreign gets the categories of rows that cannot be read: whoever may save by SQL must not stop others by it */
    private List<SavedPlan.Part> parts(String id, List<String> foreign) {
        List<SavedPlan.Part> parts = new ArrayList<>();
        jdbc.query(
                tables.apply(PARTS),
                row -> {
                    String name = String.valueOf(row.getString("category"));
                    try {
                        DataCategory category =
                                DataCategory.parse(name).filter(known).orElseThrow();
                        parts.add(new SavedPlan.Part(category, PlanFigures.parse(row.getString("figures")), end(row)));
                    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
                        foreign.add(name.replaceAll("\\p{Cntrl}", "?"));
                    }
                },
                id);
        parts.sort(Comparator.comparing(SavedPlan.Part::category));
        return parts;
    }

    private static SavedPlan.@Nullable End end(ResultSet row) throws SQLException {
        String by = row.getString("ended_by");
        LocalDateTime at = row.getObject("ended_at", LocalDateTime.class);
        if (by == null || at == null) {
            return null;
        }
        Instant when = DatabaseClock.instant(at);
        return new SavedPlan.End(row.getObject("run_id", Long.class), row.getString("reason"), by, when);
    }
}
