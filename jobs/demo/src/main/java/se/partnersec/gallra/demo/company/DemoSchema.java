package se.partnersec.gallra.demo.company;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.database.schema.SqlScript;
import se.partnersec.gallra.support.text.Sentences;

/** The schema of the invented business: made, and dropped only where a marker says that it was the demo that filled it. */
public final class DemoSchema {
    private static final Sentences SENTENCES = Sentences.of("demo");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern CREATE = Pattern.compile("CREATE TABLE (\\w+)");
    private static final String MARKER = "demo_marker";

    private final Connection connection;
    private final String name;

    public DemoSchema(Connection connection, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new DemoException(SENTENCES.say("company.schema-must-match-does-not", NAME.pattern(), name));
        }
        this.connection = connection;
        this.name = name;
    }

    /** What a demo left here: nothing, or the name of its fill and whether that was completed. */
    public record Left(String generation, boolean complete) {}

    /** Looks, and refuses what is not a demo's; changes nothing. */
    public Optional<Left> look() throws SQLException {
        List<String> present =
                first("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + name + "'");
        if (present.isEmpty()) {
            return Optional.empty();
        }
        String before = connection.getCatalog();
        connection.setCatalog(name);
        try {
            return left(present);
        } finally {
            // Back to where whoever has the connection next expects it to be; some are in no schema, and cannot go back
            // there.
            if (before != null && !before.isEmpty()) {
                connection.setCatalog(before);
            }
        }
    }

    private Optional<Left> left(List<String> present) throws SQLException {
        refuseStrangers(present);
        if (!present.contains(MARKER)) {
            refuseRows(present);
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT generation, complete FROM " + MARKER)) {
            return rows.next()
                    ? Optional.of(new Left(rows.getString(1), rows.getBoolean(2)))
                    : Optional.of(new Left("", false));
        }
    }

    /** Leaves the schema with the demo's tables, all empty but the marker, and the connection in it. */
    public void prepare(String generation, boolean reset) throws SQLException {
        execute("CREATE DATABASE IF NOT EXISTS " + name + " CHARACTER SET utf8mb4");
        connection.setCatalog(name);
        List<String> present =
                first("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
        refuseStrangers(present);
        if (present.contains(MARKER)) {
            List<String> filled = first("SELECT generation FROM " + MARKER);
            if (!reset && !filled.isEmpty()) {
                throw new DemoException(
                        SENTENCES.say("company.schema-holds-demo-rows-already-drop", name, filled.get(0)));
            }
            drop();
        } else {
            refuseRows(present);
            drop();
        }
        for (String script : List.of("demo/schema.sql", "demo/marker.sql")) {
            for (String sql : SqlScript.read(script).statements()) {
                execute(sql);
            }
        }
        mark("INSERT INTO " + MARKER + " (generation, complete) VALUES (?, FALSE)", generation);
    }

    public void complete(String generation) throws SQLException {
        mark("UPDATE " + MARKER + " SET complete = TRUE WHERE generation = ?", generation);
    }

    private void refuseStrangers(List<String> present) {
        TreeSet<String> strangers = new TreeSet<>(present);
        tables().forEach(strangers::remove);
        strangers.remove(MARKER);
        if (!strangers.isEmpty()) {
            throw new DemoException(SENTENCES.say(
                    "company.schema-holds-tables-not-demo-give",
                    name,
                    String.join(", ", strangers.stream().limit(5).toList())));
        }
    }

    private void refuseRows(List<String> present) throws SQLException {
        for (String table : present) {
            if (!first("SELECT 1 FROM " + table + " LIMIT 1").isEmpty()) {
                throw new DemoException(SENTENCES.say("company.table-holds-rows-no-demo-marker", name, table));
            }
        }
    }

    private void drop() throws SQLException {
        List<String> tables = tables();
        Collections.reverse(tables);
        for (String table : tables) {
            execute("DROP TABLE IF EXISTS " + table);
        }
        // Last, so that a reset that is cut off can be taken up again.
        execute("DROP TABLE IF EXISTS " + MARKER);
    }

    private static List<String> tables() {
        List<String> tables = new ArrayList<>();
        for (String sql : SqlScript.read("demo/schema.sql").statements()) {
            Matcher create = CREATE.matcher(sql);
            if (create.lookingAt()) {
                tables.add(create.group(1));
            }
        }
        return tables;
    }

    private List<String> first(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void mark(String sql, String generation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, generation);
            statement.executeUpdate();
        }
        connection.commit();
    }
}
