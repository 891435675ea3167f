package se.partnersec.gallra.approvals.assertion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;

/**
 * Passkeys, and the approvals given with them. The database writes who and when and lets only passkeys on record approve; whether a
 * passkey signed what it is said to have signed is checked here, each time an approval is read.
 */
public final class PasskeyRepository {
    private static final String KEYS = """
            SELECT k.id, k.person, k.credential, k.public_key, k.algorithm, k.origin, k.offered_at, y.request_id, y.since, y.ended_at
            FROM person_key k LEFT JOIN valid_key y ON y.id = k.id""";
    private static final String REQUEST = """
            SELECT q.id, q.uuid, q.subject_kind, q.subject_id, q.terms, q.valid_days, q.requested_by FROM approval_request q
            WHERE q.id = ?""";
    private static final String GIVEN = """
            SELECT key_id, person, nonce, authenticator_data, client_data, signature, given_at FROM key_approval
            WHERE request_id = ?""";

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    /** @param tables names the tables of a statement as the login may read them */
    public PasskeyRepository(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** Approval given with a passkey. */
    private record Given(long key, String person, Assertion assertion, Instant at) {}

    /** All, the newest first; one that was put on record twice is there twice. */
    public List<Passkey> all() {
        return jdbc.query(tables.apply(KEYS + " ORDER BY k.id DESC, y.since DESC"), PasskeyRepository::key);
    }

    /** One passkey, once for each time that it was put on record. */
    public List<Passkey> find(long id) {
        return jdbc.query(tables.apply(KEYS + " WHERE k.id = ? ORDER BY y.since DESC"), PasskeyRepository::key, id);
    }

    /** Challenge that approves a request; empty if there is no such request. */
    public Optional<ApprovalChallenge> challenge(long request) {
        return jdbc
                .query(
                        tables.apply(REQUEST),
                        (row, i) -> new ApprovalChallenge(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getInt(6),
                                row.getString(7)),
                        request)
                .stream()
                .findFirst();
    }

    /** True if a passkey that counted then signed the approval of a request. */
    public boolean signed(long request) {
        Given given = jdbc
                .query(
                        GIVEN,
                        (row, i) -> new Given(
                                row.getLong(1),
                                Objects.requireNonNullElse(row.getString(2), ""),
                                new Assertion(row.getString(3), row.getString(4), row.getString(5), row.getString(6)),
                                DatabaseClock.instant(row.getObject(7, LocalDateTime.class))),
                        request)
                .stream()
                .findFirst()
                .orElse(null);
        ApprovalChallenge challenge = challenge(request).orElse(null);
        return given != null
                && challenge != null
                && find(given.key()).stream()
                        .filter(key -> key.person().equals(given.person()))
                        .filter(key -> key.standing() != null && key.standing().at(given.at()))
                        .anyMatch(key -> AssertionCheck.fault(key, challenge, given.assertion())
                                .isEmpty());
    }

    /** Numbers of the requests approved with a passkey whose signature does not verify. */
    public List<Long> unsigned() {
        return jdbc
                .query(
                        tables.apply(
                                "SELECT g.request_id FROM key_approval g JOIN approval_request q ON q.id = g.request_id"
                                        + " ORDER BY g.request_id"),
                        (row, i) -> row.getLong(1))
                .stream()
                .filter(request -> !signed(request))
                .toList();
    }

    private static Passkey key(ResultSet row, int i) throws SQLException {
        Long request = row.getObject("request_id", Long.class);
        return new Passkey(
                row.getLong("id"),
                row.getString("person"),
                row.getString("credential"),
                row.getString("public_key"),
                row.getString("algorithm"),
                row.getString("origin"),
                DatabaseClock.instant(row.getObject("offered_at", LocalDateTime.class)),
                request == null
                        ? null
                        : new Passkey.Standing(
                                request,
                                DatabaseClock.instant(row.getObject("since", LocalDateTime.class)),
                                instant(row.getObject("ended_at", LocalDateTime.class))));
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime column) {
        return column == null ? null : DatabaseClock.instant(column);
    }
}
