package se.partnersec.gallra.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.testcontainers.mysql.MySQLContainer;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.embedded.EmbeddedDatabase;

/**
 * A database server of the tests, with an account that may do everything.
 *
 * @param real whether it is MySQL, not the embedded MariaDB
 */
public record TestDatabase(String host, int port, DatabaseAccount admin, boolean real) {
    // Neither UTC, nor ours, nor the test JVM's: code that depends on the server's zone shows itself.
    private static final String ZONE = "--default-time-zone=+05:30";

    // These servers are thrown away: no test needs them to survive a power failure.
    private static final String FLUSH = "--innodb-flush-log-at-trx-commit=2";

    private static final String CONNECTIONS = "--max-connections=500";

    /** Names a running server to use as the real one, with {@code GALLRA_TEST_DB_USER} and {@code _PASSWORD}. */
    static final String URL = "GALLRA_TEST_DB_URL";

    /** Set to true before the first server starts, it writes to the disk as a company's does: for figures, not for tests. */
    public static final String ON_DISK = "gallra.test.on-disk";

    static boolean onDisk() {
        return Boolean.getBoolean(ON_DISK);
    }

    /** The server that all test processes of this build share. */
    static TestDatabase shared() {
        return switch (choice()) {
            case EMBEDDED -> of(SharedServer.EMBEDDED_DATABASE.properties(), false);
            case MYSQL -> System.getenv(URL) == null ? of(SharedServer.MYSQL.properties(), true) : running();
        };
    }

    /** A server of this process's own, for figures; a running server that was named counts as that. */
    static TestDatabase start() {
        return switch (choice()) {
            case EMBEDDED -> embedded();
            case MYSQL -> System.getenv(URL) == null ? mysql() : running();
        };
    }

    /** Whether {@link #start} gives a server that no other test uses: not where a running one was named. */
    static boolean startsItsOwn() {
        return choice() == Choice.EMBEDDED || System.getenv(URL) == null;
    }

    private enum Choice {
        EMBEDDED,
        MYSQL
    }

    private static Choice choice() {
        String choice = System.getProperty("db", "embedded");
        try {
            return Choice.valueOf(choice.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("db must be embedded or mysql, was " + choice, e);
        }
    }

    private static TestDatabase of(Properties server, boolean real) {
        return new TestDatabase(
                server.getProperty("host"),
                Integer.parseInt(server.getProperty("port")),
                new DatabaseAccount(server.getProperty("user"), server.getProperty("password")),
                real);
    }

    /** How another process reaches it. */
    Properties properties() {
        Properties server = new Properties();
        server.setProperty("host", host);
        server.setProperty("port", Integer.toString(port));
        server.setProperty("user", admin.user());
        server.setProperty("password", admin.password());
        return server;
    }

    @SuppressWarnings("resource") // ends with the JVM
    static TestDatabase embedded() {
        Path folder = ServerFolders.free();
        EmbeddedDatabase server = EmbeddedDatabase.start(folder, List.of(ZONE, FLUSH, CONNECTIONS), "");
        Thread end = new Thread(
                () -> {
                    server.close();
                    ServerFolders.remove(folder);
                },
                "remove mariadbd's folder");
        Runtime.getRuntime().addShutdownHook(end);
        return new TestDatabase(
                "127.0.0.1", server.port(), new DatabaseAccount(server.ownerUser(), server.ownerPassword()), false);
    }

    @SuppressWarnings("resource") // stopped with the JVM: see Docker
    static TestDatabase mysql() {
        MySQLContainer server = Docker.start(NearMySql.container(ZONE, FLUSH, "--sync-binlog=0", CONNECTIONS)
                .withUsername("root")
                .withTmpFs(onDisk() ? Map.of() : Map.of("/var/lib/mysql", "rw")));
        return new TestDatabase(
                server.getHost(),
                server.getMappedPort(MySQLContainer.MYSQL_PORT),
                new DatabaseAccount("root", server.getPassword()),
                true);
    }

    private static TestDatabase running() {
        String url = Objects.requireNonNull(System.getenv(URL), "set " + URL);
        String address = url.replaceFirst("^jdbc:mysql://", "").replaceFirst("[/?].*", "");
        int colon = address.lastIndexOf(':');
        return new TestDatabase(
                colon < 0 ? address : address.substring(0, colon),
                colon < 0 ? 3306 : Integer.parseInt(address.substring(colon + 1)),
                new DatabaseAccount(
                        Objects.requireNonNull(System.getenv("GALLRA_TEST_DB_USER"), "set GALLRA_TEST_DB_USER"),
                        Objects.requireNonNullElse(System.getenv("GALLRA_TEST_DB_PASSWORD"), "")),
                true);
    }

    /** The address of a schema of this server, as the suite's settings hold it. */
    public DatabaseUrl url(String schema) {
        return new DatabaseUrl(host, port, schema, Map.of());
    }

    /** A plain connection of an account, outside any pool; {@code schema} may be empty. */
    public Connection connect(DatabaseAccount account, String schema) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", account.user());
        properties.setProperty("password", account.password());
        // As the suite does: on this machine a connection with TLS takes thirty times as long to open.
        properties.setProperty("sslMode", url(schema).isLoopback() ? "DISABLED" : "PREFERRED");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        return DriverManager.getConnection("jdbc:mysql://" + host + ":" + port + "/" + schema, properties);
    }

    /** Runs statements as the account that may do everything. */
    public void execute(String schema, String... statements) {
        try (Connection connection = connect(admin, schema);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
