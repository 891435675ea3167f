package se.partnersec.gallra.books.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Signs what a comparison found: one asks, another approves, each under a database login of their own. */
public final class SignOffService {
    private static final Sentences SENTENCES = Sentences.of("books");
    private static final int LONGEST = 1000;
    private static final String DIFFERENCES = "differences=";
    private static final String NEWEST = """
            SELECT request_id, subject_id, terms, reason, approved_at, requested_by, approved_by FROM valid_approval
            WHERE subject_kind = 'SIGN_OFF' ORDER BY request_id DESC LIMIT 1""";

    private final ApprovalService approvals;

    /** @param jdbc of finance's account */
    public SignOffService(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.approvals = new ApprovalService(jdbc, transaction, ApprovalService.OPEN_DAYS);
    }

    /**
     * Asks that what was found be signed; it is, once somebody else approves.
     *
     * @return number of the request
     * @throws RefusedException without a note; nothing was written
     */
    public long ask(Reconciliation found, String note) {
        VisibleText.require(SENTENCES.say("reconcile.note"), note);
        if (note.isBlank() || note.length() > LONGEST) {
            throw RefusedException.usage(SENTENCES.say("reconcile.sign-off-needs-note-1-1000"));
        }
        return approvals.asked(
                UUID.randomUUID().toString(),
                ApprovalService.SIGN_OFF,
                found.contentHash(),
                DIFFERENCES + found.differences(),
                note.strip());
    }

    /** The last one that two people signed; null while nobody ever did. */
    public static @Nullable SignOff newest(JdbcTemplate reader) {
        return reader.query(NEWEST, SignOffService::read).stream().findFirst().orElse(null);
    }

    private static SignOff read(ResultSet row, int i) throws SQLException {
        String terms = row.getString(3);
        return new SignOff(
                row.getLong(1),
                row.getString(2),
                terms.matches(DIFFERENCES + "\\d{1,18}") ? Long.parseLong(terms.substring(DIFFERENCES.length())) : 0,
                row.getString(4),
                DatabaseClock.instant(row.getObject(5, LocalDateTime.class)),
                row.getString(6),
                row.getString(7));
    }
}
