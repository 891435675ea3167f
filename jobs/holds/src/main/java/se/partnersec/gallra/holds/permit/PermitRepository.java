package se.partnersec.gallra.holds.permit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.policy.fact.DestructionPermit;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Reads permits to destroy accounting information early, also those that have no effect; what they do is for the rules. */
public final class PermitRepository {
    private static final int BATCH = 1000;

    // Who approved one is asked of the view that believes only what two people did; what is not in it waits.
    private static final String COLUMNS = """
            SELECT p.id, p.permit_ref, p.record_key, p.year_end, p.entity, p.allowed_from, p.requested_by, a.approved_by,
              w.ended_at AS withdrawn_at""";
    private static final String MORE = """
            , p.request_id, p.category, p.reason, p.requested_at, a.approved_at, w.ended_by AS withdrawn_by,
              (SELECT COUNT(*) FROM permit_use u WHERE u.permit_id = p.id) AS used""";
    private static final String FROM = " FROM permit p LEFT JOIN valid_permit a ON a.id = p.id"
            + " LEFT JOIN approval_end w ON w.request_id = p.request_id";

    private final JdbcTemplate jdbc;
    private final UnaryOperator<String> tables;

    public PermitRepository(JdbcTemplate jdbc) {
        this(jdbc, UnaryOperator.identity());
    }

    /** @param tables names the tables of a statement as the login may read them, for lists of permits */
    public PermitRepository(JdbcTemplate jdbc, UnaryOperator<String> tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** Whether anybody ever entered one for the category: mostly nobody did, and then nothing else need be asked. */
    public boolean any(DataCategory category) {
        return !jdbc.queryForList("SELECT 1 FROM permit WHERE category = ? LIMIT 1", Integer.class, category.id())
                .isEmpty();
    }

    /** Those for fiscal years, in the order they were entered. */
    public List<DestructionPermit> ofYears(DataCategory category) {
        return jdbc.query(
                COLUMNS + FROM + " WHERE p.category = ? AND p.year_end IS NOT NULL ORDER BY p.id",
                (row, i) -> permit(row),
                category.id());
    }

    /** Those for single records among these keys, compared letter by letter: a permit errs to the narrow side. */
    public Map<String, List<DestructionPermit>> ofRecords(DataCategory category, Collection<String> keys) {
        Map<String, List<DestructionPermit>> found = new HashMap<>();
        List<String> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> part = all.subList(from, Math.min(all.size(), from + BATCH));
            List<Object> args = new ArrayList<>(List.of(category.id()));
            args.addAll(part);
            jdbc.query(
                    COLUMNS + FROM + " WHERE p.category = ? AND p.record_key IN ("
                            + String.join(", ", Collections.nCopies(part.size(), "?")) + ") ORDER BY p.id",
                    row -> {
                        found.computeIfAbsent(row.getString("record_key"), k -> new ArrayList<>())
                                .add(permit(row));
                    },
                    args.toArray());
        }
        return found;
    }

    /** In the order they were entered, newest first. */
    public List<PlacedPermit> list(boolean withdrawnToo, int limit) {
        return query((withdrawnToo ? "" : " WHERE w.request_id IS NULL") + " ORDER BY p.id DESC LIMIT ?", limit);
    }

    /** Neither approved nor withdrawn, newest first. */
    public List<PlacedPermit> waiting(int limit) {
        return query(" WHERE a.id IS NULL AND w.request_id IS NULL ORDER BY p.id DESC LIMIT ?", limit);
    }

    public @Nullable PlacedPermit get(long number) {
        return query(" WHERE p.id = ?", number).stream().findFirst().orElse(null);
    }

    /**
     * The permits by which a record went early.
     *
     * @param subject its number, or the tag of a key that is none
     */
    public List<PlacedPermit> usedFor(DataCategory category, String subject) {
        return query(
                " WHERE p.id IN (SELECT permit_id FROM permit_use WHERE category = ? AND subject = ?) ORDER BY p.id",
                category.id(),
                subject);
    }

    /** How many records of a category went early. */
    public long used(DataCategory category) {
        Long n = jdbc.queryForObject("SELECT COUNT(*) FROM permit_use WHERE category = ?", Long.class, category.id());
        return n == null ? 0 : n;
    }

    private List<PlacedPermit> query(String rest, Object... args) {
        return jdbc.query(tables.apply(COLUMNS + MORE + FROM + rest), (row, i) -> placed(row), args);
    }

    private static DestructionPermit permit(ResultSet row) throws SQLException {
        return new DestructionPermit(
                row.getLong("id"),
                row.getString("permit_ref"),
                row.getObject("year_end", LocalDate.class),
                row.getString("entity"),
                row.getObject("allowed_from", LocalDate.class),
                row.getString("requested_by"),
                row.getString("approved_by"),
                row.getString("withdrawn_at") != null);
    }

    private static PlacedPermit placed(ResultSet row) throws SQLException {
        return new PlacedPermit(
                permit(row),
                row.getLong("request_id"),
                new DataCategory(row.getString("category")),
                row.getString("record_key"),
                row.getString("reason"),
                DatabaseClock.instant(row.getObject("requested_at", LocalDateTime.class)),
                instant(row, "approved_at"),
                instant(row, "withdrawn_at"),
                row.getString("withdrawn_by"),
                row.getLong("used"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime at = row.getObject(column, LocalDateTime.class);
        return at == null ? null : DatabaseClock.instant(at);
    }
}
