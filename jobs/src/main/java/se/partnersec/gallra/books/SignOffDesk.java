package se.partnersec.gallra.books;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.hold.Audit;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.support.RefusedException;

/** Signs what a comparison found. Who signs is the database login, and nobody can sign under another's. */
public final class SignOffDesk {
    private static final int LONGEST = 1000;
    private static final String SELECT =
            "SELECT id, content_hash, differences, note, signed_at, signed_by FROM reconcile_sign_off";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** @param jdbc of finance's account */
    public SignOffDesk(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** @throws RefusedException without a note; nothing was written */
    public SignOff sign(Reconciliation found, String note) {
        if (note.isBlank() || note.length() > LONGEST) {
            throw RefusedException.usage("a sign-off needs a note of 1 to 1000 characters: give --note");
        }
        SignOff signed = transaction.execute(t -> {
            jdbc.update(
                    "INSERT INTO reconcile_sign_off (content_hash, differences, note) VALUES (?, ?, ?)",
                    found.contentHash(),
                    found.differences(),
                    note);
            // Before the audit gets a number of its own.
            Long number = jdbc.queryForObject("SELECT LAST_INSERT_ID()", Long.class);
            new Audit(jdbc).note("books.sign-off", found.contentHash(), found.differences() + " differences; " + note);
            return jdbc.query(SELECT + " WHERE id = ?", SignOffDesk::read, number).stream()
                    .findFirst()
                    .orElse(null);
        });
        if (signed == null) {
            throw new IllegalStateException("the sign-off was written and is not there. Indicates a bug");
        }
        return signed;
    }

    /** The last one; null while nobody ever signed. */
    public static @Nullable SignOff newest(JdbcTemplate reader) {
        return reader.query(SELECT + " ORDER BY id DESC LIMIT 1", SignOffDesk::read).stream()
                .findFirst()
                .orElse(null);
    }

    private static SignOff read(ResultSet row, int i) throws SQLException {
        return new SignOff(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                DatabaseClock.instant(row.getObject(5, LocalDateTime.class)),
                row.getString(6));
    }
}
