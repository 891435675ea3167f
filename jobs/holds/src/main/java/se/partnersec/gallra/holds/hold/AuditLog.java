package se.partnersec.gallra.holds.hold;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Notes of what people did, in the transaction that does it; who did it and when are written by the database. Of an account that several people
 * share, the detail begins with the person that the session is for.
 */
public final class AuditLog {
    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_DETAIL = 1000;

    private final JdbcTemplate jdbc;

    public AuditLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void note(String action, String subject, String detail) {
        jdbc.update(
                "INSERT INTO audit (action, subject, detail)"
                        + " VALUES (?, ?, LEFT(CONCAT(COALESCE(CONCAT('for ', @gallra_person, ': '), ''), ?), 1000))",
                action,
                cut(subject, LONGEST_SUBJECT),
                cut(detail, LONGEST_DETAIL));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
