package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/** Deletes locked, cleared records and their children by key: the only statements that delete source rows. */
final class RowDisposal {
    private final JdbcTemplate jdbc;
    private final SourceTable source;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate savepoint;

    RowDisposal(JdbcTemplate jdbc, PlatformTransactionManager manager, SourceTable source, CrashPoint.Witness witness) {
        this.jdbc = jdbc;
        this.source = source;
        this.witness = witness;
        this.savepoint = new TransactionTemplate(manager);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /** A record the database refuses to let go, and why in words. */
    record Refused(LockedRecord record, String why) {}

    /**
     * Deletes the records in the caller's transaction. Where the database refuses, only the statements since the
     * savepoint are undone and the set is halved, until the record that is refused stands alone; gate, lease and row
     * locks stay.
     */
    List<Refused> delete(List<LockedRecord> records) {
        List<Refused> refused = new ArrayList<>();
        if (!records.isEmpty()) {
            halve(records, refused);
        }
        return refused;
    }

    private void halve(List<LockedRecord> records, List<Refused> refused) {
        try {
            savepoint.executeWithoutResult(t -> deleteAll(records));
        } catch (DataAccessException e) {
            if (Faults.kind(e) != Faults.Kind.ROW) {
                throw e;
            }
            if (records.size() == 1) {
                refused.add(new Refused(records.get(0), Faults.words(e)));
                return;
            }
            int half = records.size() / 2;
            halve(records.subList(0, half), refused);
            halve(records.subList(half, records.size()), refused);
        }
    }

    private void deleteAll(List<LockedRecord> records) {
        for (TableMapping child : source.children()) {
            List<RecordKey> keys = records.stream()
                    .flatMap(r -> r.children().getOrDefault(child, List.of()).stream())
                    .map(Row::key)
                    .toList();
            delete(child, keys);
        }
        witness.passed(CrashPoint.CHILDREN_ERASED);
        delete(source.record(), records.stream().map(LockedRecord::key).toList());
        witness.passed(CrashPoint.ROWS_ERASED);
    }

    private void delete(TableMapping table, List<RecordKey> keys) {
        int[] gone = {0};
        KeyRanges.each(table.key(), keys, (these, args) -> {
            String sql = "DELETE FROM " + table.quoted() + " WHERE " + these;
            gone[0] += args.length == 0 ? jdbc.update(sql) : jdbc.update(sql, args);
        });
        if (gone[0] != keys.size()) {
            throw new ChunkFailed(
                    Faults.Kind.TRANSIENT,
                    "expected " + keys.size() + " rows of " + table.table() + " to go, " + gone[0]
                            + " did: rolled back, nothing changed");
        }
    }
}
