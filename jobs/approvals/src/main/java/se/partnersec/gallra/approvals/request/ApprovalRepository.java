package se.partnersec.gallra.approvals.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.approvals.assertion.PasskeyRepository;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/** Reads what was asked for and approved, and uses it up. */
public final class ApprovalRepository {
    private static final Sentences SENTENCES = Sentences.of("approvals");
    // What bears a day to come was stamped by a clock that somebody had set; it must not last until then.
    private static final String HOLDS =
            "(a.approved_at <= UTC_TIMESTAMP(6)" + " AND a.approved_at + INTERVAL r.valid_days DAY > UTC_TIMESTAMP(6))";
    /** Of a request that has to be approved within its days, because it is done with that: whether it still can be. */
    static final String OPEN =
            "(r.requested_at <= UTC_TIMESTAMP(6) AND r.requested_at + INTERVAL r.valid_days DAY > UTC_TIMESTAMP(6))";

    private static final String ALLOWS = "r.subject_kind IN ('RUN', 'PLAN')";

    /** The first adoption of rules after a request for a run or for other rules, unless the request had expired by then: it is void. */
    private static final String VOIDED_BY = "(SELECT MIN(p.request_id) FROM policy_adopted p WHERE p.request_id > r.id"
            + " AND r.subject_kind IN ('RULES', 'RUN') AND COALESCE(p.adopted_at < IF(" + ALLOWS
            + ", a.approved_at, r.requested_at) + INTERVAL r.valid_days DAY, TRUE))";

    private static final String SELECT = """
            SELECT r.id, r.subject_kind, r.subject_id, r.terms, r.reason, r.valid_days, r.requested_at, r.requested_by,
              a.approved_by, e.run_id,
              IF(%s, a.approved_at, r.requested_at) + INTERVAL r.valid_days DAY AS expires_at,
              IF(%s, NOT %s, NOT %s) AS expired, %s AS voided_by,
              CASE WHEN e.reason IS NOT NULL THEN e.ended_by END AS withdrawn_by, g.person AS passkey_of, g.request_id IS NOT NULL AS by_passkey
            FROM approval_request r LEFT JOIN valid_approval a ON a.request_id = r.id
              LEFT JOIN approval_end e ON e.request_id = r.id LEFT JOIN key_approval g ON g.request_id = r.id""".formatted(ALLOWS, ALLOWS, HOLDS, OPEN, VOIDED_BY);
    private static final String UNSETTLED = " AND e.request_id IS NULL AND " + VOIDED_BY + " IS NULL AND IF(" + ALLOWS
            + ", a.request_id IS NULL OR " + HOLDS + ", a.request_id IS NULL AND " + OPEN + ")";
    /** What was asked for before the rules and limits in force were is about others. */
    private static final String SINCE = "r.%s > COALESCE((SELECT MAX(p.request_id) FROM policy_adopted p), 0)";

    private static final String UNUSED =
            " WHERE r.subject_kind = ? AND r.subject_id = ? AND (e.request_id IS NULL OR e.run_id = ?) AND " + HOLDS
                    + " AND " + SINCE.formatted("id") + " ORDER BY r.id";
    // What could be used when it was looked for is asked once more by the statement that uses it.
    private static final String USE = """
            INSERT INTO approval_end (request_id, approved_id, run_id)
            SELECT r.request_id, r.request_id, ? FROM valid_approval r WHERE r.request_id = ? AND %s AND %s""".formatted(HOLDS.replace("a.", "r."), SINCE.formatted("request_id"));

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;
    private final PasskeyRepository passkeys;

    public ApprovalRepository(JdbcTemplate jdbc) {
        this(jdbc, UnaryOperator.identity());
    }

    /** @param tables names the tables of a statement as the login may read them, for what is looked at */
    public ApprovalRepository(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.passkeys = new PasskeyRepository(jdbc, tables);
    }

    /** Those that a run could use now, the oldest first. */
    public List<Approval> unused(String kind, String subject) {
        return usable(kind, subject, 0);
    }

    private List<Approval> usable(String kind, String subject, long runId) {
        return signed(jdbc.query(SELECT + UNUSED, ApprovalRepository::read, kind, subject, runId)).stream()
                .filter(each -> each.state() != Approval.State.UNSIGNED)
                .toList();
    }

    /**
     * Those that let a run of a category through, the oldest first.
     *
     * @param run whose own one counts too, if it used one before its process died; 0 for none
     * @param policy fingerprint the run is under
     * @param need how many records have to be covered
     * @param number whether a limit has to be raised, so that only one with a number will do
     */
    public List<Approval> forRun(
            long run, DataCategory category, String policy, LocalDate asOf, long need, boolean number) {
        return usable(RunTerms.KIND, category.id(), run).stream()
                .filter(each -> RunTerms.read(each.terms())
                        .filter(terms -> terms.cover(policy, asOf, need, number))
                        .isPresent())
                .toList();
    }

    /**
     * Uses one up, in the caller's transaction; another run, or somebody who takes it back, waits for its end, and one of
     * the two gets nothing.
     *
     * @return whether it is now this run's
     */
    public boolean use(long number, long runId) {
        try {
            return jdbc.update(USE, runId, number) == 1;
        } catch (DuplicateKeyException e) {
            return usedBy(runId).contains(number);
        }
    }

    /** Numbers of those that a run used and two people agreed on. */
    public List<Long> usedBy(long runId) {
        return jdbc
                .query(
                        "SELECT e.request_id FROM approval_end e JOIN valid_approval v ON v.request_id = e.request_id"
                                + " WHERE e.run_id = ? AND e.approved_id = e.request_id",
                        (row, i) -> row.getLong(1),
                        runId)
                .stream()
                .filter(number -> Optional.ofNullable(find(number))
                        .filter(each -> each.state() != Approval.State.UNSIGNED)
                        .isPresent())
                .toList();
    }

    /** True if a run used an approval that states at least this number of records. */
    public boolean numbered(DataCategory category, long runId, long atLeast) {
        return usedBy(runId).stream()
                .map(this::find)
                .filter(Objects::nonNull)
                .filter(each ->
                        each.kind().equals(RunTerms.KIND) && each.subject().equals(category.id()))
                .flatMap(each -> RunTerms.read(each.terms()).stream())
                .anyMatch(terms -> terms.most() != null && terms.most() >= atLeast);
    }

    /** Requests for a run of a category that wait for another person, the newest first. */
    public List<Approval> waiting(DataCategory category) {
        return list(List.of(RunTerms.KIND), false, Integer.MAX_VALUE).stream()
                .filter(each -> each.subject().equals(category.id()) && each.state() == Approval.State.WAITING)
                .toList();
    }

    /** Approvals of a run of a category that would last, if the rules had not been changed since; the newest first. */
    public List<Approval> voided(DataCategory category) {
        return signed(jdbc.query(
                SELECT + " WHERE r.subject_kind = 'RUN' AND r.subject_id = ? AND e.request_id IS NULL AND " + HOLDS
                        + " AND " + VOIDED_BY + " IS NOT NULL ORDER BY r.id DESC",
                ApprovalRepository::read,
                category.id()));
    }

    /** Newest first. Of some kinds: others have lists of their own. */
    public List<Approval> list(List<String> kinds, boolean settledToo, int limit) {
        String marks = String.join(", ", Collections.nCopies(kinds.size(), "?"));
        List<Object> args = new ArrayList<>(kinds);
        args.add(limit);
        return signed(jdbc.query(
                tables.apply(SELECT + " WHERE r.subject_kind IN (" + marks + ")" + (settledToo ? "" : UNSETTLED)
                        + " ORDER BY r.id DESC LIMIT ?"),
                ApprovalRepository::read,
                args.toArray()));
    }

    public @Nullable Approval find(long number) {
        return signed(jdbc.query(tables.apply(SELECT + " WHERE r.id = ?"), ApprovalRepository::read, number)).stream()
                .findFirst()
                .orElse(null);
    }

    /** Approvals with a passkey as what their signatures make them; not while reading rows, which would take a second connection. */
    private List<Approval> signed(List<Approval> read) {
        return read.stream()
                .map(each -> each.means() == Approval.Means.PASSKEY && !passkeys.signed(each.number())
                        ? each.unsigned()
                        : each)
                .toList();
    }

    private static Approval read(ResultSet row, int i) throws SQLException {
        return new Approval(
                row.getLong("id"),
                row.getString("subject_kind"),
                row.getString("subject_id"),
                row.getString("terms"),
                row.getString("reason"),
                row.getInt("valid_days"),
                DatabaseClock.instant(row.getObject("requested_at", LocalDateTime.class)),
                row.getString("requested_by"),
                row.getBoolean("by_passkey")
                        ? SENTENCES.say("request.passkey-of", String.valueOf(row.getString("passkey_of")))
                        : row.getString("approved_by"),
                instant(row.getObject("expires_at", LocalDateTime.class)),
                row.getBoolean("expired"),
                row.getObject("voided_by", Long.class),
                row.getString("withdrawn_by"),
                row.getObject("run_id", Long.class),
                row.getBoolean("by_passkey") ? Approval.Means.PASSKEY : Approval.Means.LOGIN);
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime column) {
        return column == null ? null : DatabaseClock.instant(column);
    }
}
