package se.partnersec.gallra.erasure.run;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Sorts database errors by their code: SQL states and exception classes do not tell enough (MariaDB's 1020 is HY000). */
public final class SqlErrorClassifier {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** Deadlock, lock wait, record changed, NOWAIT, connection lost, query interrupted, no connection to be had. */
    private static final Set<Integer> TRANSIENT =
            Set.of(1213, 1205, 1020, 3572, 2006, 2013, 2003, 1158, 1159, 1160, 1161, 1317, 1927, 4031);

    private static final Set<Integer> LOST = Set.of(2006, 2013, 2003, 1158, 1159, 1160, 1161, 1927, 4031);

    /** Constraint, trigger's own signal, value out of range, NULL where none may be: this row, not this run. */
    private static final Set<Integer> ROW =
            Set.of(1048, 1451, 1217, 1644, 1062, 1264, 1406, 1366, 1292, 4025, 3819, 1690);

    private SqlErrorClassifier() {}

    public enum Kind {
        /** A whole new attempt may succeed. */
        TRANSIENT,
        /** One record refuses. */
        ROW,
        /** Neither: read-only server, missing rights, missing table, full disk. The run stops. */
        STOP
    }

    public static Kind kind(Throwable failure) {
        SQLException sql = sql(failure);
        if (sql == null) {
            return lineLost(failure) ? Kind.TRANSIENT : Kind.STOP;
        }
        if (TRANSIENT.contains(sql.getErrorCode()) || lineLost(sql)) {
            return Kind.TRANSIENT;
        }
        return ROW.contains(sql.getErrorCode()) ? Kind.ROW : Kind.STOP;
    }

    /** Whether the line broke, so that nobody knows what became of the statement. */
    public static boolean lineLost(Throwable failure) {
        SQLException sql = sql(failure);
        if (sql == null) {
            // Where Spring numbers the rows of Spring Batch, it drops the cause.
            return failure instanceof DataAccessResourceFailureException;
        }
        return LOST.contains(sql.getErrorCode())
                || String.valueOf(sql.getSQLState()).startsWith("08")
                // What the pool says of a connection it has given up already; a server always gives a code.
                || sql.getErrorCode() == 0 && sql.getSQLState() == null;
    }

    /**
     * Of the database code and state, never the server's text, which may quote the values of a row; of the object store what it
     * answered, which names no key.
     */
    public static String words(Throwable failure) {
        if (failure instanceof ObjectStoreException store) {
            return store.getMessage();
        }
        if (failure instanceof RefusedException refused) {
            return String.join("; ", refused.problems());
        }
        SQLException sql = sql(failure);
        return sql == null
                ? SENTENCES.say("run.unexpected", failure.getClass().getSimpleName())
                : SENTENCES.say(
                        "run.database-error", sql.getErrorCode(), sql.getSQLState(), meaning(sql.getErrorCode()));
    }

    private static String meaning(int code) {
        return switch (code) {
            case 1213 -> SENTENCES.say("run.deadlock");
            case 1205 -> SENTENCES.say("run.somebody-else-held-lock-too-long");
            case 1451, 1217 -> SENTENCES.say("run.another-table-still-refers-row");
            case 1644 -> SENTENCES.say("run.trigger-refused");
            case 1045, 1698 -> SENTENCES.say("run.wrong-user-or-password");
            case 1142, 1143, 1044 -> SENTENCES.say("run.account-lacks-right-see-gallra-db");
            case 1290, 1836 -> SENTENCES.say("run.server-read-only");
            case 1114, 1021, 3 -> SENTENCES.say("run.server-disk-full");
            case 1146, 1054 -> SENTENCES.say("run.table-column-missing-run-gallra-doctor");
            default -> "";
        };
    }

    static @Nullable SQLException sql(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
