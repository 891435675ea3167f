package se.partnersec.gallra.database.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessException;

/** Errors of the server that say that a login lacks a right to a table, or to a column. */
public final class DeniedRight {
    private static final Set<Integer> CODES = Set.of(1142, 1143);

    private DeniedRight() {}

    public static boolean causes(DataAccessException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && CODES.contains(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }
}
