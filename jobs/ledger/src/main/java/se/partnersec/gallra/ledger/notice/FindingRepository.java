package se.partnersec.gallra.ledger.notice;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** What somebody has to look at now. Read by whoever says how things stand; the engine notes and settles. */
public final class FindingRepository {
    public static final String DANGLING_POINTER = "DANGLING_POINTER";
    public static final String NOT_REDUCED = "NOT_REDUCED";
    public static final String FOUND_AGAIN = "ERASED_FOUND_AGAIN";

    /** What a run's last look notes where something is not as the ledger says. */
    public static final List<String> OF_LAST_LOOKS = List.of(DANGLING_POINTER, NOT_REDUCED, FOUND_AGAIN);

    private static final String CONTRADICTS = "f.code IN ('" + String.join("', '", OF_LAST_LOOKS) + "')"
            + " AND EXISTS (SELECT 1 FROM run_scope g WHERE g.run_id = f.run_id AND g.category = f.category"
            + " AND g.part = 0 AND g.outcome = 'ABANDONED')";

    // A run that reached its end has met every record again: what it did not note again is settled. Not so what is
    // there no
    // more to be met: of a run that was given up, its last look's findings stand until a later one has looked at the
    // same.
    private static final String OPEN = """
            SELECT f.code, COUNT(*) FROM finding f WHERE f.category = ? AND (f.run_id IS NULL OR f.run_id >= COALESCE(
              (SELECT MAX(run_id) FROM run_scope WHERE category = ? AND part = 0 AND outcome IN ('DONE', 'SKIPPED')), 0)
              OR (""" + CONTRADICTS + ")) GROUP BY f.code";

    private final JdbcTemplate jdbc;

    public FindingRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** How many there are of a category, by code. */
    public Map<String, Long> of(String category) {
        Map<String, Long> codes = new TreeMap<>();
        jdbc.query(
                OPEN,
                row -> {
                    codes.put(row.getString(1), row.getLong(2));
                },
                category,
                category);
        return codes;
    }

    /** Runs of a category that were given up, and of which a last look has noted one of these that nobody has settled since. */
    public List<Long> givenUp(String category, List<String> codes) {
        return jdbc.query(
                "SELECT DISTINCT f.run_id FROM finding f WHERE f.category = ? AND f.code IN ("
                        + String.join(", ", codes.stream().map(code -> "?").toList()) + ") AND " + CONTRADICTS
                        + " ORDER BY f.run_id",
                (row, i) -> row.getLong(1),
                Stream.concat(Stream.of(category), codes.stream()).toArray());
    }

    /** What contradicts a run that was given up: code and subject, which names a column or a run and nobody. */
    public List<String> against(long run) {
        return jdbc.query(
                "SELECT f.code, f.subject FROM finding f WHERE f.run_id = ? AND " + CONTRADICTS
                        + " ORDER BY f.code, f.subject",
                (row, i) -> row.getString(1) + " " + row.getString(2),
                run);
    }
}
