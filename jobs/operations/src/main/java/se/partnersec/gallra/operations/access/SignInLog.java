package se.partnersec.gallra.operations.access;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.schema.PersonRole;
import se.partnersec.gallra.holds.hold.AuditLog;

/** Notes sign-ins to the web console in the audit, under the login of whoever signs in; the database writes who and when. */
public final class SignInLog {
    private SignInLog() {}

    /**
     * Notes one. The role {@code metrics} writes nothing and has no page to open.
     *
     * @param from network address of the browser, as the console or its proxy sees it
     * @throws org.springframework.dao.DataAccessException if it cannot be noted
     */
    public static void note(DataSource login, PersonRole role, String from) {
        if (role != PersonRole.METRICS) {
            new AuditLog(new JdbcTemplate(login)).note("console.sign-in", role.id(), from);
        }
    }
}
