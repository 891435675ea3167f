package se.partnersec.gallra.database.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the server said last, in words that end in what to do; for faults of set-up, not of chunks. */
public record SqlErrorText(int code, @Nullable String state, String text) {
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
                "The account lacks a right: " + text
                        + ". Use the owner's account (GALLRA_OWNER_USER), with the rights of sql/owner.sql.";
            case 1045, 1698 ->
                "The database refused the account: " + text + ". Check the user name and the password of the owner.";
            case 1049 -> "There is no such schema: " + text + ". Create it as sql/owner.sql does.";
            default ->
                state != null && state.startsWith("08")
                        ? "The database does not answer: " + text + ". Check GALLRA_DB_URL and the network."
                        : "The database refused: " + text;
        };
    }
}
