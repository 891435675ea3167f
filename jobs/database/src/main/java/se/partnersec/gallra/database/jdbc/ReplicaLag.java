package se.partnersec.gallra.database.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.DatabaseAccount;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.DatabaseUrl;
import se.partnersec.gallra.config.settings.GallraSettings;

/**
 * A replica of our schema, asked how far it has come: for the newest heartbeat of a run that has arrived there. That takes no
 * more than the right to read the table, tells the same on every server, and grows also when replication stands still.
 */
public final class ReplicaLag implements AutoCloseable {
    private static final String MILLIS = "3000";

    private final DatabaseUrl url;
    private final DatabaseAccount account;
    private @Nullable Connection open;

    public ReplicaLag(DatabaseUrl url, DatabaseAccount account) {
        this.url = url;
        this.account = account;
    }

    /** Those of these hosts, each with schema, job account and parameters of the primary; to be closed by the caller. */
    public static List<ReplicaLag> of(List<String> hosts, GallraSettings settings) {
        DatabaseUrl primary = settings.url();
        return hosts.stream()
                .map(host -> host.split(":", -1))
                .map(host ->
                        new DatabaseUrl(host[0], Integer.parseInt(host[1]), primary.schema(), primary.parameters()))
                .map(url -> new ReplicaLag(url, settings.account(DatabaseRole.JOB)))
                .toList();
    }

    public String name() {
        return url.host() + ":" + url.port();
    }

    /** When the heartbeat that arrived last was written, by the primary's clock; null if that cannot be known. */
    public synchronized @Nullable Instant beat(String category) {
        boolean kept = open != null;
        try {
            return ask(category);
        } catch (SQLException e) {
            close();
            if (!kept) {
                return null;
            }
        }
        // The line we kept may have been shut in our absence; a new one tells.
        try {
            return ask(category);
        } catch (SQLException e) {
            close();
            return null;
        }
    }

    private @Nullable Instant ask(String category) throws SQLException {
        try (PreparedStatement select =
                connection().prepareStatement("SELECT beat_at FROM heartbeat WHERE category = ?")) {
            select.setString(1, category);
            try (ResultSet row = select.executeQuery()) {
                LocalDateTime beat = row.next() ? row.getObject(1, LocalDateTime.class) : null;
                return beat == null ? null : DatabaseClock.instant(beat);
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection known = open;
        if (known == null) {
            Properties properties = DataSourceFactory.properties(url);
            properties.setProperty("user", account.user());
            properties.setProperty("password", account.password());
            // Whoever waits for an answer obeys nobody meanwhile.
            properties.setProperty("connectTimeout", MILLIS);
            properties.setProperty("socketTimeout", MILLIS);
            known = DriverManager.getConnection(url.jdbc(), properties);
            open = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        Connection known = open;
        open = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                // It is of no use any more, whatever the server thinks of it.
                return;
            }
        }
    }
}
