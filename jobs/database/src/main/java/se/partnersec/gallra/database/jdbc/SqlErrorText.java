package se.partnersec.gallra.database.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** What the server said last, in words that end in what to do; for faults of set-up, not of chunks. */
public record SqlErrorText(int code, @Nullable String state, String text) {
    private static final Sentences SENTENCES = Sentences.of("database");

    public static SqlErrorText in(Throwable thrown) {
        SqlErrorText fault = new SqlErrorText(0, null, String.valueOf(thrown.getMessage()));
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException e) {
                fault = new SqlErrorText(e.getErrorCode(), e.getSQLState(), String.valueOf(e.getMessage()));
            }
        }
        return fault;
    }

    public String describe() {
        return switch (code) {
            case 1044, 1142, 1143, 1227, 1370, 1410 ->
                SENTENCES.say("jdbc.account-lacks-right-use-owner-account", text);
            case 1045, 1698 -> SENTENCES.say("jdbc.database-refused-account-check-user-name", text);
            case 1049 -> SENTENCES.say("jdbc.there-no-such-schema-create-sql", text);
            default ->
                state != null && state.startsWith("08")
                        ? SENTENCES.say("jdbc.database-does-not-answer-check-gallra", text)
                        : SENTENCES.say("jdbc.database-refused", text);
        };
    }
}
