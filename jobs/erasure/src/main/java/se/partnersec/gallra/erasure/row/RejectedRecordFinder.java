package se.partnersec.gallra.erasure.row;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;

/**
 * Finds the record the database refuses to let go: the statements since a savepoint are undone and the set is halved,
 * until that record stands alone. Gate, lease and row locks stay.
 */
public final class RejectedRecordFinder {
    private final TransactionTemplate callers;

    RejectedRecordFinder(PlatformTransactionManager manager) {
        this.callers = new TransactionTemplate(manager);
        callers.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
    }

    /** A record that was refused, and why in words. */
    public record Refused(AssessedRecord record, String why) {}

    /** Does the work on all records but those that are refused, in the caller's transaction. */
    List<Refused> each(List<AssessedRecord> records, Consumer<List<AssessedRecord>> work) {
        List<Refused> refused = new ArrayList<>();
        if (!records.isEmpty()) {
            halve(records, work, refused);
        }
        return refused;
    }

    private void halve(List<AssessedRecord> records, Consumer<List<AssessedRecord>> work, List<Refused> refused) {
        String why = attempt(records, work);
        if (why == null) {
            return;
        }
        if (records.size() == 1) {
            refused.add(new Refused(records.get(0), why));
            return;
        }
        int half = records.size() / 2;
        halve(records.subList(0, half), work, refused);
        halve(records.subList(half, records.size()), work, refused);
    }

    /**
     * Null if it was done; why not, if it is for one record's sake; any other failure ends the attempt as it is, because the server
     * may have rolled back by itself. After what was done no statement gives the savepoint up: it goes with the transaction.
     */
    private @Nullable String attempt(List<AssessedRecord> records, Consumer<List<AssessedRecord>> work) {
        return callers.execute(transaction -> {
            Object before = transaction.createSavepoint();
            try {
                work.accept(records);
                return null;
            } catch (DataAccessException e) {
                if (SqlErrorClassifier.kind(e) != SqlErrorClassifier.Kind.ROW) {
                    throw e;
                }
                undo(transaction, before);
                return SqlErrorClassifier.words(e);
            } catch (ChunkFailedException e) {
                if (e.kind() != SqlErrorClassifier.Kind.ROW) {
                    throw e;
                }
                undo(transaction, before);
                return String.valueOf(e.getMessage());
            }
        });
    }

    private static void undo(TransactionStatus transaction, Object before) {
        transaction.rollbackToSavepoint(before);
        // Where many are refused there would be many, and the server looks through them by name.
        transaction.releaseSavepoint(before);
    }
}
