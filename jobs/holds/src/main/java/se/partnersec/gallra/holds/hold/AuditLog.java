package se.partnersec.gallra.holds.hold;

import org.springframework.jdbc.core.JdbcTemplate;

/** Notes who did what, in the transaction that does it; who is the database login. */
public final class AuditLog {
    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_DETAIL = 1000;

    private final JdbcTemplate jdbc;

    public AuditLog(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void note(String action, String subject, String detail) {
        jdbc.update(
                "INSERT INTO audit (at, who, action, subject, detail) VALUES (UTC_TIMESTAMP(6), CURRENT_USER(), ?, ?, ?)",
                action,
                cut(subject, LONGEST_SUBJECT),
                cut(detail, LONGEST_DETAIL));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
