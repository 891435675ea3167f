package se.partnersec.gallra.erasure.row;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.row.RejectedRecordFinder.Refused;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Deletes locked, cleared records and their children by key: the only statements that delete source rows. */
public final class RowEraser {
    private final JdbcTemplate jdbc;
    private final CategoryMapping source;
    private final CrashPoint.Witness witness;
    private final RejectedRecordFinder halving;
    private final Pseudonymizer tags;
    private final @Nullable UsageSums sums;

    public RowEraser(
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            CategoryMapping source,
            Pseudonymizer tags,
            CrashPoint.Witness witness) {
        this.jdbc = jdbc;
        this.source = source;
        this.witness = witness;
        this.halving = new RejectedRecordFinder(manager);
        this.tags = tags;
        this.sums = source.sums() == null ? null : new UsageSums(jdbc, source.sums());
    }

    /**
     * Deletes the records in the caller's transaction; answers those the database refuses to let go.
     *
     * @param staying others that the caller has locked: the statement may walk over them
     */
    public List<Refused> delete(List<AssessedRecord> records, List<RecordKey> staying) {
        return halving.each(records, some -> deleteAll(some, staying));
    }

    /** Leaves of the records what the books need: a sum of them, or a few of their columns. */
    public List<Refused> reduce(List<AssessedRecord> records, long runId) {
        return halving.each(records, some -> reduceAll(some, runId));
    }

    private void deleteAll(List<AssessedRecord> records, List<RecordKey> staying) {
        if (source.record().detached()) {
            reduction().empty(records);
            witness.passed(CrashPoint.ROWS_ERASED);
            return;
        }
        deleteChildren(records);
        witness.passed(CrashPoint.CHILDREN_ERASED);
        delete(
                source.record(),
                records.stream().map(each -> each.record().key()).toList(),
                staying);
        witness.passed(CrashPoint.ROWS_ERASED);
    }

    private void reduceAll(List<AssessedRecord> records, long runId) {
        if (sums != null) {
            sums.add(records);
            deleteAll(records, List.of());
            return;
        }
        deleteChildren(records);
        reduction().reduce(records, runId);
        witness.passed(CrashPoint.ROWS_ERASED);
    }

    private void deleteChildren(List<AssessedRecord> records) {
        for (TableMapping child : source.children()) {
            List<RecordKey> keys = records.stream()
                    .flatMap(each -> each.record().children().getOrDefault(child, List.of()).stream())
                    // What is processed for a customer is not ours to change, and keeps its record: there is none left
                    // here.
                    .filter(row -> !child.detached() || !row.flag(TableMapping.PROCESSOR))
                    .map(Row::key)
                    .toList();
            if (child.detached()) {
                reduction().detach(child, keys);
            } else {
                delete(child, keys, List.of());
            }
        }
    }

    private RowReducer reduction() {
        return new RowReducer(jdbc, source, tags);
    }

    private void delete(TableMapping table, List<RecordKey> keys, List<RecordKey> staying) {
        AffectedRows affected = new AffectedRows(table, keys.size());
        SqlKeyRanges.each(table.key(), keys, staying, (these, args) -> {
            String sql = "DELETE FROM " + table.quoted() + " WHERE " + these;
            affected.add(args.length == 0 ? jdbc.update(sql) : jdbc.update(sql, args));
        });
        affected.mustBeAll();
    }
}
