package se.partnersec.gallra.certificate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads runs and findings for a certificate. */
final class RunFacts {
    private static final String RUNS =
            "SELECT run_id, category, as_of, opened_at, ended_at, outcome FROM run_scope WHERE part = 0";
    // A run that reached its end has met every record again: what it did not note again is settled.
    private static final String FINDINGS = """
            SELECT f.category, f.code, COUNT(*) FROM finding f WHERE f.category = ? AND (f.run_id IS NULL OR f.run_id >= COALESCE(
              (SELECT MAX(run_id) FROM run_scope WHERE category = ? AND part = 0 AND outcome IN ('DONE', 'SKIPPED')), 0))
            GROUP BY f.category, f.code ORDER BY f.code""";

    private final JdbcTemplate jdbc;

    RunFacts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** How many things of a kind somebody should look at, now. */
    record Finding(String category, String code, long records) {}

    List<RunFact> of(Collection<Long> runs) {
        List<RunFact> facts = new ArrayList<>();
        for (long run : new TreeSet<>(runs)) {
            facts.addAll(jdbc.query(RUNS + " AND run_id = ?", RunFacts::read, run));
        }
        return facts;
    }

    /** Those that began before an instant and are not over. */
    List<RunFact> openBefore(LocalDateTime before) {
        return jdbc.query(RUNS + " AND opened_at < ? ORDER BY run_id", RunFacts::read, before).stream()
                .filter(run -> !run.finished())
                .toList();
    }

    List<Finding> findings(Collection<String> categories) {
        List<Finding> findings = new ArrayList<>();
        for (String category : new TreeSet<>(categories)) {
            findings.addAll(jdbc.query(
                    FINDINGS,
                    (row, i) -> new Finding(row.getString(1), row.getString(2), row.getLong(3)),
                    category,
                    category));
        }
        return findings;
    }

    private static RunFact read(ResultSet row, int number) throws SQLException {
        return new RunFact(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, LocalDate.class),
                row.getObject(4, LocalDateTime.class),
                row.getObject(5, LocalDateTime.class),
                row.getString(6));
    }
}
