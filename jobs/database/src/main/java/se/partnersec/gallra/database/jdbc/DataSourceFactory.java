package se.partnersec.gallra.database.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.config.settings.GallraSettings;

/** Opens pools whose sessions think in UTC, READ COMMITTED and strict SQL, whatever the server's defaults are. */
public final class DataSourceFactory {
    // A holder that vanished from the network loses its connection, and with it its locks, within a minute.
    private static final String SESSION =
            "time_zone='+00:00',innodb_lock_wait_timeout=5,wait_timeout=60,foreign_key_checks=1,"
                    + "sql_mode='STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

    /**
     * Socket timeout of a run, longer than its longest statement, the counting of candidates. Without one, a path that swallows packets
     * keeps a process until TCP gives up, after two hours by the defaults of Linux.
     */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(15);

    /** For what people wait for in front of a page. */
    private static final Duration SHORT_ANSWER = Duration.ofSeconds(5);

    private DataSourceFactory() {}

    /** A pool on our schema for one account; close it when done. The owner, who alters tables, waits for answers without end. */
    public static HikariDataSource pool(GallraSettings settings, DatabaseRole role, int size) {
        return pool(settings, role, size, role == DatabaseRole.OWNER ? Duration.ZERO : LONGEST_ANSWER);
    }

    /** @param answer how long an answer of the server is waited for, unless the URL says another {@code socketTimeout}; 0 without end */
    public static HikariDataSource pool(GallraSettings settings, DatabaseRole role, int size, Duration answer) {
        return pool(
                settings.url(),
                settings.account(role),
                size,
                "gallra-" + role.name().toLowerCase(Locale.ROOT),
                answer);
    }

    /** One connection for what is shown all day: made before the server answers, and soon told when it does not. */
    public static HikariDataSource watch(GallraSettings settings, DatabaseRole role) {
        HikariConfig config = config(settings.url(), settings.account(role), 1, "gallra-watch", SHORT_ANSWER);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(SHORT_ANSWER.toMillis());
        return new HikariDataSource(config);
    }

    /** The owner's pool on the server as a whole, for the time before our schema is there. */
    public static HikariDataSource serverPool(GallraSettings settings) {
        DatabaseUrl url = settings.url();
        return pool(
                new DatabaseUrl(url.host(), url.port(), "", url.parameters()),
                settings.account(DatabaseRole.OWNER),
                2,
                "gallra-server",
                Duration.ZERO);
    }

    private static HikariDataSource pool(
            DatabaseUrl url, DatabaseAccount account, int size, String name, Duration answer) {
        return new HikariDataSource(config(url, account, size, name, answer));
    }

    private static HikariConfig config(
            DatabaseUrl url, DatabaseAccount account, int size, String name, Duration answer) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url.jdbc());
        config.setUsername(account.user());
        config.setPassword(account.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(15));
        config.setKeepaliveTime(TimeUnit.SECONDS.toMillis(30));
        config.setIdleTimeout(TimeUnit.SECONDS.toMillis(60));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        Properties properties = properties(url);
        properties.putIfAbsent("socketTimeout", String.valueOf(answer.toMillis()));
        if (account.person() != null) {
            properties.setProperty("sessionVariables", SESSION + ",@gallra_person='" + account.person() + "'");
        }
        config.setDataSourceProperties(properties);
        return config;
    }

    public static Properties properties(DatabaseUrl url) {
        Properties properties = new Properties();
        if (url.isLoopback()) {
            properties.setProperty("sslMode", "DISABLED");
            properties.setProperty("allowPublicKeyRetrieval", "true");
        } else {
            properties.setProperty("sslMode", "VERIFY_IDENTITY");
        }
        properties.setProperty("connectTimeout", "10000");
        properties.putAll(url.parameters());
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("sessionVariables", SESSION);
        properties.setProperty("rewriteBatchedStatements", "true");
        // Statements of many rows or of texts are long and alike: the driver would read each anew, letter by letter.
        properties.setProperty("cachePrepStmts", "true");
        properties.setProperty("prepStmtCacheSqlLimit", "65536");
        // The driver would read the clock for every packet, and a row is a packet.
        properties.setProperty("maintainTimeStats", "false");
        // An old row that says 0000-00-00 has no date; as an error it would end every chunk it is in.
        properties.setProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
        // Affected rows must mean rows found, so that "decided" and "affected" can be compared.
        properties.setProperty("useAffectedRows", "false");
        return properties;
    }
}
