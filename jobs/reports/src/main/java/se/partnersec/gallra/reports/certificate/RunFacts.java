package se.partnersec.gallra.reports.certificate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.ledger.notice.FindingRepository;

/** Reads runs and findings for a certificate. */
final class RunFacts {
    private static final String RUNS =
            "SELECT run_id, category, as_of, opened_at, ended_at, outcome FROM run_scope WHERE part = 0";
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
            new FindingRepository(jdbc)
                    .of(category)
                    .forEach((code, records) -> findings.add(new Finding(category, code, records)));
        }
        return findings;
    }

    /** What the last look at a run that was given up found, and no later run has found settled. */
    List<String> against(RunFact run) {
        return new FindingRepository(jdbc).against(run.run());
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
