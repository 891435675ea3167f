package se.partnersec.gallra.erasure.scope;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * Rows of a partitioned log may hang on records of another category. While a partition of that log is taken out of its table, nobody
 * can say what hangs on them, so they wait. Asked after the log was read in the transaction that decides: from then on the server
 * lets no partition of it be taken until that transaction ends.
 */
public final class StagedChildren {
    private final JdbcTemplate jdbc;
    private final List<DataCategory> logs;

    public StagedChildren(JdbcTemplate jdbc, CategoryMapping source, SourceMapping sources) {
        this.jdbc = jdbc;
        this.logs = sources.tables().values().stream()
                .filter(other -> other.partitions() != null)
                .filter(other -> source.children().stream()
                        .anyMatch(child -> child.quoted().equals(other.record().quoted())))
                .map(CategoryMapping::category)
                .toList();
    }

    /** Whether some may hang on any of these. */
    public boolean any(List<LockedRecord> records) {
        return !records.isEmpty() && !staged().isEmpty();
    }

    /** The logs of which a partition is out of its table. */
    public List<DataCategory> staged() {
        return logs.stream()
                .filter(log -> !jdbc.queryForList(
                                "SELECT 1 FROM staged_partition WHERE category = ?", Integer.class, log.id())
                        .isEmpty())
                .toList();
    }
}
