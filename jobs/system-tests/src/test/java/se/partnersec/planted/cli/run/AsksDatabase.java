package se.partnersec.planted.cli.run;

import java.sql.Connection;
import java.sql.SQLException;

/** A command that speaks SQL. */
public final class AsksDatabase {
    private AsksDatabase() {}

    public static boolean open(Connection connection) throws SQLException {
        return connection.isValid(1);
    }
}
