package se.partnersec.gallra.runs.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;

/** Collects checks, and turns a question the server would not answer into one of them. */
final class CheckCollector {
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227, 1370);

    private final List<Check> checks = new ArrayList<>();

    void ok(String code, String what) {
        checks.add(new Check(code, Check.State.OK, what, "", ExitCode.DONE));
    }

    void note(String code, String what, String cure) {
        checks.add(new Check(code, Check.State.NOTE, what, cure, ExitCode.DONE));
    }

    void refuse(String code, String what, String cure) {
        refuse(code, what, cure, ExitCode.CONFIGURATION);
    }

    void refuse(String code, String what, String cure, ExitCode exit) {
        refuse(code, what, cure, exit, Set.of());
    }

    /** @param about the only categories it stands in the way of; empty for all */
    void refuse(String code, String what, String cure, ExitCode exit, Set<DataCategory> about) {
        checks.add(new Check(code, Check.State.REFUSED, what, cure, exit, about));
    }

    /** Says {@code fine} unless something was said under the code before. */
    void okUnlessSaid(String code, String fine) {
        if (checks.stream().noneMatch(check -> check.code().equals(code))) {
            ok(code, fine);
        }
    }

    interface Question {
        void ask();
    }

    /** Asks the database; what this account may not see is said to be unknown. */
    void ask(String code, String about, Question question) {
        try {
            question.ask();
        } catch (RuntimeException e) {
            SQLException sql = sql(e);
            if (sql == null) {
                throw e;
            }
            if (DENIED.contains(sql.getErrorCode())) {
                note(
                        code,
                        "cannot tell " + about,
                        "this account may not see it (" + SqlErrorClassifier.words(sql) + ")");
            } else {
                failed(code, sql);
            }
        }
    }

    /** The database did not answer, or answered with an error. */
    void failed(String code, SQLException sql) {
        String words = SqlErrorClassifier.words(sql);
        String state = String.valueOf(sql.getSQLState());
        if (state.startsWith("28") || sql.getErrorCode() == 1045) {
            refuse(code, "the database refuses the account: " + words, "check GALLRA_DB_USER and GALLRA_DB_PASSWORD");
        } else if (state.startsWith("08") || SqlErrorClassifier.kind(sql) == SqlErrorClassifier.Kind.TRANSIENT) {
            refuse(
                    code,
                    "the database does not answer: " + words,
                    "check GALLRA_DB_URL, the server and the network, then run again",
                    ExitCode.ENVIRONMENT);
        } else if (sql.getErrorCode() == 1049 || sql.getErrorCode() == 1044) {
            refuse(
                    code,
                    "there is no such schema for this account: " + words,
                    "check GALLRA_DB_URL, or gallra db migrate");
        } else {
            refuse(
                    code,
                    "the database refuses: " + words,
                    "see the server's log; gallra db migrate makes missing tables");
        }
    }

    /** The innermost cause: pools wrap what the server said. */
    static @Nullable SQLException sql(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }
}
