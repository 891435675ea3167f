package se.partnersec.gallra.engine;

import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;
import se.partnersec.gallra.store.TableMapping;

/** Deletes locked, cleared records and their children by key; the only statements that delete source rows. */
final class RowDisposal {
    private final JdbcTemplate jdbc;
    private final SourceTable source;
    private final CrashPoint.Witness witness;

    RowDisposal(JdbcTemplate jdbc, SourceTable source, CrashPoint.Witness witness) {
        this.jdbc = jdbc;
        this.source = source;
        this.witness = witness;
    }

    /** A record the database refuses to let go, and its words for why. */
    record Refused(LockedRecord record, String why) {}

    /**
     * Deletes the records in the transaction of the status. Where the database refuses, the set is halved until the one
     * that is refused stands alone; the statement rolled back, the locks and the transaction stayed.
     */
    List<Refused> delete(List<LockedRecord> records, TransactionStatus transaction) {
        List<Refused> refused = new ArrayList<>();
        if (!records.isEmpty()) {
            halve(records, transaction, refused);
        }
        return refused;
    }

    private void halve(List<LockedRecord> records, TransactionStatus transaction, List<Refused> refused) {
        Object before = transaction.createSavepoint();
        try {
            deleteAll(records);
            transaction.releaseSavepoint(before);
        } catch (DataAccessException e) {
            if (Faults.kind(e) != Faults.Kind.ROW) {
                throw e;
            }
            transaction.rollbackToSavepoint(before);
            if (records.size() == 1) {
                refused.add(new Refused(records.get(0), Faults.words(e)));
                return;
            }
            int half = records.size() / 2;
            halve(records.subList(0, half), transaction, refused);
            halve(records.subList(half, records.size()), transaction, refused);
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
        KeyList.each(keys, (in, args) -> gone[0] += jdbc.update(
                "DELETE FROM " + table.quoted() + " WHERE `" + table.key() + "` IN (" + in + ")", args));
        if (gone[0] != keys.size()) {
            throw new ChunkFailed(
                    Faults.Kind.TRANSIENT,
                    "expected " + keys.size() + " rows of " + table.table() + " to go, " + gone[0]
                            + " did: rolled back, nothing changed");
        }
    }

    static TransactionStatus current() {
        return TransactionAspectSupport.currentTransactionStatus();
    }
}
