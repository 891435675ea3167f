package se.partnersec.gallra.requests;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Reads requests. */
public final class RequestRepository {
    private static final Sentences SENTENCES = Sentences.of("requests");
    private static final String COLUMNS = """
            SELECT r.id, r.kind, r.subject_key, r.received_on, r.entered_by, e.reason AS extension,
              d.uuid, d.accepted, d.decided_at, d.decided_by, d.identity, d.law, d.reason, d.hold_id,
              (SELECT MIN(v.released_at) FROM valid_release v WHERE v.hold_id = d.hold_id) AS lifted,
              (SELECT MAX(a.sent_on) FROM request_answer a WHERE a.request_id = r.id) AS answered
            FROM subject_request r LEFT JOIN request_extension e ON e.request_id = r.id
              LEFT JOIN valid_decision d ON d.request_id = r.id
                AND d.epoch = (SELECT MIN(o.epoch) FROM valid_decision o WHERE o.request_id = r.id)""";

    private final JdbcTemplate jdbc;

    public RequestRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws RefusedException if there is none */
    public SubjectRequest get(long id) {
        return jdbc.query(COLUMNS + " WHERE r.id = ?", RequestRepository::read, id).stream()
                .findFirst()
                .orElseThrow(() -> RefusedException.usage(SENTENCES.say("requests.there-no-request-r-see-gallra", id)));
    }

    /** Newest first; without {@code all} those that nobody answered, or that somebody else has to decide anew. */
    public List<SubjectRequest> list(boolean all, int limit) {
        return jdbc.query(
                COLUMNS + (all ? "" : " HAVING answered IS NULL OR uuid IS NULL") + " ORDER BY r.id DESC LIMIT ?",
                RequestRepository::read,
                limit);
    }

    /** Those whose day to answer has passed without an answer, by the database's clock. */
    public List<SubjectRequest> overdue() {
        LocalDate today = SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
        return list(false, Integer.MAX_VALUE).stream()
                .filter(request -> request.overdue(today))
                .toList();
    }

    @Nullable
    Long idOf(String uuid) {
        return jdbc.query("SELECT id FROM subject_request WHERE uuid = ?", (row, i) -> row.getLong(1), uuid).stream()
                .findFirst()
                .orElse(null);
    }

    private static SubjectRequest read(ResultSet row, int i) throws SQLException {
        return new SubjectRequest(
                row.getLong("id"),
                RequestKind.valueOf(row.getString("kind")),
                row.getString("subject_key"),
                row.getObject("received_on", LocalDate.class),
                row.getString("entered_by"),
                row.getString("extension"),
                decision(row),
                row.getObject("answered", LocalDate.class));
    }

    private static @Nullable LocalDate lifted(ResultSet row) throws SQLException {
        LocalDateTime at = row.getObject("lifted", LocalDateTime.class);
        return at == null ? null : SwedishCalendar.localDate(DatabaseClock.instant(at));
    }

    private static SubjectRequest.@Nullable Decision decision(ResultSet row) throws SQLException {
        String uuid = row.getString("uuid");
        if (uuid == null) {
            return null;
        }
        long hold = row.getLong("hold_id");
        return new SubjectRequest.Decision(
                uuid,
                row.getBoolean("accepted"),
                DatabaseClock.instant(row.getObject("decided_at", LocalDateTime.class)),
                row.getString("decided_by"),
                row.getString("identity"),
                row.getString("law"),
                row.getString("reason"),
                hold == 0 ? null : hold,
                lifted(row));
    }
}
