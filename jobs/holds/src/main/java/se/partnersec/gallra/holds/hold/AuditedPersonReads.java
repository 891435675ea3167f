package se.partnersec.gallra.holds.hold;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.exit.MissingRightException;
import se.partnersec.gallra.support.text.Sentences;

/** Reads about persons, noted in the audit under the login that reads. */
public final class AuditedPersonReads implements PersonReadLog {
    private static final Sentences SENTENCES = Sentences.of("holds");
    /** Longer numbers, and those that begin with 0, may be telephone or identity numbers. */
    private static final Pattern KEY = Pattern.compile("[1-9][0-9]{0,8}");

    private final AuditLog audit;
    private final Pseudonymizer tags;

    public AuditedPersonReads(JdbcTemplate jdbc, Pseudonymizer tags) {
        this.audit = new AuditLog(jdbc);
        this.tags = tags;
    }

    @Override
    public void note(String command, String kind, String key) {
        try {
            audit.note("read." + command, key.isBlank() ? kind : kind + ":" + shown(kind, key.strip()), "");
        } catch (DataAccessException e) {
            SQLException why = refused(e);
            if (why == null) {
                throw e;
            }
            throw new MissingRightException(
                    SENTENCES.say("hold.reads-about-persons-noted-audit-first", why.getErrorCode(), why.getSQLState()));
        }
    }

    private String shown(String kind, String key) {
        return KEY.matcher(key).matches()
                ? key
                : "tag " + HexFormat.of().formatHex(tags.tag("read " + kind, key.toLowerCase(Locale.ROOT)));
    }

    /** What the server answered; null if it did not answer at all. */
    private static @Nullable SQLException refused(Throwable thrown) {
        SQLException last = null;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                last = sql;
            }
        }
        return last == null
                        || last.getErrorCode() == 0
                        || String.valueOf(last.getSQLState()).startsWith("08")
                ? null
                : last;
    }
}
