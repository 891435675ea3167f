package se.partnersec.gallra.engine;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.Sources;

/**
 * Rows of a partitioned log may hang on records of another category. While a partition of that log is taken out of its table, nobody
 * can say what hangs on them, so they wait. Asked after the log was read in the transaction that decides: from then on the server
 * lets no partition of it be taken until that transaction ends.
 */
final class TakenChildren {
    private final JdbcTemplate jdbc;
    private final List<DataCategory> logs;

    TakenChildren(JdbcTemplate jdbc, SourceTable source, Sources sources) {
        this.jdbc = jdbc;
        this.logs = sources.tables().values().stream()
                .filter(other -> other.partitions() != null)
                .filter(other -> source.children().stream()
                        .anyMatch(child -> child.quoted().equals(other.record().quoted())))
                .map(SourceTable::category)
                .toList();
    }

    /** Whether some may hang on any of these. */
    boolean any(List<LockedRecord> records) {
        return !records.isEmpty()
                && logs.stream()
                        .anyMatch(log -> !jdbc.queryForList(
                                        "SELECT 1 FROM staged_partition WHERE category = ?", Integer.class, log.id())
                                .isEmpty());
    }
}
