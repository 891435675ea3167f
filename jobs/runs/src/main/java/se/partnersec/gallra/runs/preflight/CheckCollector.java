package se.partnersec.gallra.runs.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Collects checks, and turns a question the server would not answer into one of them. */
final class CheckCollector {
    private static final Sentences SENTENCES = Sentences.of("runs");
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
                        SENTENCES.say("preflight.cannot-tell", about),
                        SENTENCES.say("preflight.account-may-not-see", SqlErrorClassifier.words(sql)));
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
            refuse(
                    code,
                    SENTENCES.say("preflight.database-refuses-account", words),
                    SENTENCES.say("preflight.check-gallra-db-user-gallra-db"));
        } else if (state.startsWith("08") || SqlErrorClassifier.kind(sql) == SqlErrorClassifier.Kind.TRANSIENT) {
            refuse(
                    code,
                    SENTENCES.say("preflight.database-does-not-answer", words),
                    SENTENCES.say("preflight.check-gallra-db-url-server-network"),
                    ExitCode.ENVIRONMENT);
        } else if (sql.getErrorCode() == 1049 || sql.getErrorCode() == 1044) {
            refuse(
                    code,
                    SENTENCES.say("preflight.there-no-such-schema-account", words),
                    SENTENCES.say("preflight.check-gallra-db-url-gallra-db"));
        } else {
            refuse(
                    code,
                    SENTENCES.say("preflight.database-refuses", words),
                    SENTENCES.say("preflight.see-server-log-gallra-db-migrate"));
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
