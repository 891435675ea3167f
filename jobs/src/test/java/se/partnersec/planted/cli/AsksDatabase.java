package se.partnersec.planted.cli;

import java.sql.Connection;
import java.sql.SQLException;

/** A door that speaks SQL. */
public final class AsksDatabase {
    private AsksDatabase() {}

    public static boolean open(Connection connection) throws SQLException {
        return connection.isValid(1);
    }
}
