package se.partnersec.gallra.database.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.copies.CopyLocation;
import se.partnersec.gallra.config.copies.CopyReading;
import se.partnersec.gallra.config.copies.CopyReading.Kind;

/** Asks the database server what else of its own keeps what was erased: its binary log, and servers that follow it. */
public final class ServerCopyInspector {
    private static final String LOG = "log_bin";
    private static final String SECONDS = "binlog_expire_logs_seconds";
    /** The older setting, in days with a fraction; MariaDB has both, and the seconds say the same. */
    private static final String OLD_DAYS = "expire_logs_days";
    /** MySQL: OFF keeps every log whatever the seconds say. */
    private static final String PURGE = "binlog_expire_logs_auto_purge";

    private static final String VARIABLES = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('" + LOG + "', '" + SECONDS
            + "', '" + OLD_DAYS + "', '" + PURGE + "')";
    private static final BigDecimal DAY = BigDecimal.valueOf(24 * 60 * 60);

    private final JdbcTemplate jdbc;

    public ServerCopyInspector(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public List<CopyReading> look() {
        return List.of(log(), replicas());
    }

    private CopyReading log() {
        try {
            Map<String, String> variables = new TreeMap<>();
            jdbc.query(VARIABLES, row -> {
                variables.put(
                        row.getString(1).toLowerCase(Locale.ROOT), Objects.requireNonNullElse(row.getString(2), ""));
            });
            return log(variables);
        } catch (DataAccessException e) {
            return refused(CopyLocation.BINARY_LOG, "SHOW GLOBAL VARIABLES", e);
        }
    }

    /**
     * A log is removed when it was closed for so long, and the server begins another or starts; so the days are the least.
     *
     * @param variables by name in small letters; one that is missing was not told
     */
    static CopyReading log(Map<String, String> variables) {
        CopyLocation place = CopyLocation.BINARY_LOG;
        String on = variables.get(LOG);
        if (on == null) {
            return CopyReading.of(place, Kind.UNKNOWN, LOG);
        }
        if (isOff(on)) {
            return CopyReading.of(place, Kind.NONE, LOG + "=" + on);
        }
        String purge = variables.get(PURGE);
        if (purge != null && isOff(purge)) {
            return CopyReading.of(place, Kind.ENDLESS, PURGE + "=" + purge);
        }
        String name = variables.containsKey(SECONDS) ? SECONDS : OLD_DAYS;
        String value = variables.get(name);
        if (value == null || !value.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
            return CopyReading.of(place, Kind.UNKNOWN, value == null ? SECONDS : name + "=" + value);
        }
        BigDecimal length = new BigDecimal(value);
        if (length.signum() == 0) {
            return CopyReading.of(place, Kind.ENDLESS, name + "=" + value);
        }
        BigDecimal days =
                name.equals(SECONDS) ? length.divide(DAY, 0, RoundingMode.UP) : length.setScale(0, RoundingMode.UP);
        return CopyReading.days(place, days.intValue(), name + "=" + value);
    }

    private static boolean isOff(String value) {
        return value.equalsIgnoreCase("OFF") || value.equals("0");
    }

    private CopyReading replicas() {
        String question = "SHOW REPLICAS";
        try {
            String version = jdbc.queryForObject("SELECT VERSION()", String.class);
            if (version != null && version.toLowerCase(Locale.ROOT).contains("mariadb")) {
                question = "SHOW REPLICA HOSTS";
            }
            List<String> ids = jdbc.query(question, (row, i) -> "server_id " + row.getString(1));
            return ids.isEmpty()
                    ? CopyReading.of(CopyLocation.REPLICAS, Kind.NONE_SEEN, question)
                    : CopyReading.there(CopyLocation.REPLICAS, ids, question);
        } catch (DataAccessException e) {
            return refused(CopyLocation.REPLICAS, question, e);
        }
    }

    /** What the account may not ask is unknown; a server that does not answer is another matter. */
    private static CopyReading refused(CopyLocation place, String question, DataAccessException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql
                    && sql.getErrorCode() != 0
                    && !String.valueOf(sql.getSQLState()).startsWith("08")) {
                return CopyReading.of(place, Kind.UNKNOWN, question + ": " + sql.getErrorCode());
            }
        }
        throw e;
    }
}
