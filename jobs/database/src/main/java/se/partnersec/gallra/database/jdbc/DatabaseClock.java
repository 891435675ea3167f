package se.partnersec.gallra.database.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.JdbcTemplate;

/** The one seam for time: the database's UTC clock, on the connection of the current transaction. */
public final class DatabaseClock {
    private final JdbcTemplate jdbc;

    public DatabaseClock(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Microseconds exact. */
    public Instant now() {
        LocalDateTime utc = jdbc.queryForObject("SELECT UTC_TIMESTAMP(6)", LocalDateTime.class);
        if (utc == null) {
            throw new IllegalStateException("UTC_TIMESTAMP is never null. Indicates a bug");
        }
        return utc.toInstant(ZoneOffset.UTC);
    }

    /** As a DATETIME(6) column of ours holds it. */
    public static LocalDateTime column(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    public static Instant instant(LocalDateTime column) {
        return column.toInstant(ZoneOffset.UTC);
    }
}
