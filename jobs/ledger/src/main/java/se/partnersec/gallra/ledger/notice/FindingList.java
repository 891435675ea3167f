package se.partnersec.gallra.ledger.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** Reads findings of all runs with who takes care of each. Days are Swedish, by the database's clock. */
public final class FindingList {
    private static final String NEWEST_ACK =
            " LEFT JOIN finding_ack a ON a.id = (SELECT n.id FROM finding_ack n WHERE n.finding_id = f.id"
                    + " ORDER BY n.acked_at DESC, n.id DESC LIMIT 1)";
    private static final String FROM = " FROM finding f" + NEWEST_ACK + " WHERE TRUE";
    private static final String OVERDUE = FindingRepository.OPEN + " AND a.due_on < ?";
    private static final String COLUMNS = "SELECT f.id, f.category, f.subject, f.code, f.detail, f.run_id, f.noted_run,"
            + " f.runs, f.first_seen, f.last_seen, " + FindingRepository.OPEN
            + " AS open_now, a.owner, a.due_on, a.reason, a.acked_at, a.acked_by";

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    /** @param tables names the tables of a statement as the login may read them */
    public FindingList(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** Which of them. */
    public enum Which {
        OPEN,
        /** Open, and past the day until which somebody was to settle it. */
        OVERDUE,
        /** Open, and of nobody. */
        UNASSIGNED,
        ALL
    }

    /** Order of a list. */
    public enum Sort {
        NEWEST("f.last_seen DESC, f.id DESC"),
        OLDEST("f.first_seen, f.id"),
        DUE("a.due_on IS NULL, a.due_on, f.id"),
        CATEGORY("f.category, f.code, f.subject");

        private final String sql;

        Sort(String sql) {
            this.sql = sql;
        }
    }

    /**
     * What to list; null means any.
     *
     * @param code such as UNKNOWN_WORD
     * @param run the run that noted it last
     * @param since seen on this Swedish day or later
     */
    public record Wanted(
            Which which,
            @Nullable DataCategory category,
            @Nullable String code,
            @Nullable Long run,
            @Nullable LocalDate since,
            @Nullable String owner,
            Sort sort) {}

    /** The first of those wanted, and how many there are. */
    public record Listed(List<NotedFinding> named, long all, LocalDate today) {}

    /** Takes findings one by one. */
    public interface Each {
        void finding(NotedFinding finding, NotedFinding.State state);
    }

    public Listed list(Wanted wanted, int most) {
        LocalDate today = today();
        List<Object> args = new ArrayList<>();
        String where = where(wanted, today, args);
        Long all = jdbc.queryForObject(tables.apply("SELECT COUNT(*)" + where), Long.class, args.toArray());
        args.add(most);
        List<NotedFinding> named = jdbc.query(
                tables.apply(COLUMNS + where + " ORDER BY " + wanted.sort().sql + " LIMIT ?"),
                (row, i) -> finding(row),
                args.toArray());
        return new Listed(named, all == null ? 0 : all, today);
    }

    /** All of those wanted. */
    public void each(Wanted wanted, Each sink) {
        LocalDate today = today();
        List<Object> args = new ArrayList<>();
        String sql = COLUMNS + where(wanted, today, args) + " ORDER BY " + wanted.sort().sql;
        RowCallbackHandler row = found -> {
            NotedFinding finding = finding(found);
            sink.finding(finding, finding.state(today));
        };
        jdbc.query(tables.apply(sql), row, args.toArray());
    }

    public Optional<NotedFinding> find(long id) {
        return jdbc.query(tables.apply(COLUMNS + FROM + " AND f.id = ?"), (row, i) -> finding(row), id).stream()
                .findFirst();
    }

    /** What was ever said of a finding, newest first. */
    public List<NotedFinding.Ack> acks(long id) {
        return jdbc.query(
                tables.apply("SELECT a.owner, a.due_on, a.reason, a.acked_at, a.acked_by FROM finding_ack a"
                        + " WHERE a.finding_id = ? ORDER BY a.acked_at DESC, a.id DESC"),
                (row, i) -> ack(row),
                id);
    }

    /** Open findings of a category that somebody was to settle by a day that has passed, by code. */
    public Map<String, Long> overdue(DataCategory category) {
        Map<String, Long> codes = new TreeMap<>();
        RowCallbackHandler each = row -> codes.put(row.getString(1), row.getLong(2));
        jdbc.query(
                tables.apply(
                        "SELECT f.code, COUNT(*)" + FROM + " AND f.category = ? AND " + OVERDUE + " GROUP BY f.code"),
                each,
                category.id(),
                today());
        return codes;
    }

    /** Kinds on record, settled or not. */
    public List<String> kinds() {
        return jdbc.query("SELECT DISTINCT code FROM finding ORDER BY code", (row, i) -> row.getString(1));
    }

    public LocalDate today() {
        return SwedishCalendar.localDate(new DatabaseClock(jdbc).now());
    }

    private static String where(Wanted wanted, LocalDate today, List<Object> args) {
        StringBuilder where = new StringBuilder(FROM);
        switch (wanted.which()) {
            case OPEN -> where.append(" AND ").append(FindingRepository.OPEN);
            case OVERDUE -> {
                where.append(" AND ").append(OVERDUE);
                args.add(today);
            }
            case UNASSIGNED ->
                where.append(" AND ").append(FindingRepository.OPEN).append(" AND a.id IS NULL");
            case ALL -> {}
        }
        if (wanted.category() != null) {
            where.append(" AND f.category = ?");
            args.add(wanted.category().id());
        }
        if (wanted.code() != null) {
            where.append(" AND f.code = ?");
            args.add(wanted.code());
        }
        if (wanted.run() != null) {
            where.append(" AND f.run_id = ?");
            args.add(wanted.run());
        }
        if (wanted.since() != null) {
            where.append(" AND f.last_seen >= ?");
            args.add(DatabaseClock.column(SwedishCalendar.startOfDay(wanted.since())));
        }
        if (wanted.owner() != null) {
            where.append(" AND LOWER(a.owner) = LOWER(?)");
            args.add(wanted.owner());
        }
        return where.toString();
    }

    private static NotedFinding finding(ResultSet row) throws SQLException {
        Long run = row.getObject("noted_run", Long.class);
        return new NotedFinding(
                row.getLong("id"),
                new DataCategory(row.getString("category")),
                row.getString("subject"),
                row.getString("code"),
                row.getString("detail"),
                row.getBoolean("open_now"),
                run == null ? row.getObject("run_id", Long.class) : run,
                row.getLong("runs"),
                new NotedFinding.Seen(instant(row, "first_seen"), instant(row, "last_seen")),
                row.getString("owner") == null ? null : ack(row));
    }

    private static NotedFinding.Ack ack(ResultSet row) throws SQLException {
        return new NotedFinding.Ack(
                row.getString("owner"),
                row.getObject("due_on", LocalDate.class),
                row.getString("reason"),
                instant(row, "acked_at"),
                row.getString("acked_by"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return DatabaseClock.instant(row.getObject(column, LocalDateTime.class));
    }
}
