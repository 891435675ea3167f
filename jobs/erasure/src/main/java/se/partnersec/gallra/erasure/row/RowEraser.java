package se.partnersec.gallra.erasure.row;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.jdbc.SqlKeyRanges;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.Row;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.policy.decision.RetentionPolicy;
import se.partnersec.gallra.support.crypto.Pseudonymizer;
import se.partnersec.gallra.support.text.Sentences;

/** Deletes locked, cleared records and their children by key: the only statements that delete source rows. */
public final class RowEraser {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** A record that was refused, and why in words. */
    public record Refused(AssessedRecord record, String why) {}

    private final JdbcTemplate jdbc;
    private final CategoryMapping source;
    private final CrashPoint.Witness witness;
    private final RejectedRecordFinder halving;
    private final Pseudonymizer tags;
    private final RetentionPolicy policy;
    private final @Nullable UsageSums sums;

    public RowEraser(
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            CategoryMapping source,
            Pseudonymizer tags,
            RetentionPolicy policy,
            CrashPoint.Witness witness) {
        this.policy = policy;
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

    /**
     * Takes their pointers from the rows that were locked of children with rules of their own; the records stay. Answers those of which
     * the database refuses it.
     */
    public List<Refused> detach(List<AssessedRecord> records) {
        return halving.each(records, this::detachAll);
    }

    private void detachAll(List<AssessedRecord> records) {
        records.forEach(each -> each.record().children().forEach((child, rows) -> {
            if (child.detached()) {
                reduction().detach(child, rows.stream().map(Row::key).toList());
            }
        }));
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
        return new RowReducer(jdbc, source, tags, policy);
    }

    private void delete(TableMapping table, List<RecordKey> keys, List<RecordKey> staying) {
        AffectedRows affected = new AffectedRows(table, keys.size());
        SqlKeyRanges.each(table.key(), keys, staying, (these, args) -> {
            String sql = "DELETE FROM " + table.quoted() + " WHERE " + these;
            affected.add(args.length == 0 ? jdbc.update(sql) : jdbc.update(sql, args));
        });
        affected.mustBeAll();
    }

    /**
     * Counts the rows statements reached: as many as were decided. All are locked, so that another number never passes by itself: a
     * key that two rows of a partitioned table bear, or a trigger. The record at fault is found and stays.
     */
    static final class AffectedRows {
        private final TableMapping table;
        private final int expected;
        private int rows;

        AffectedRows(TableMapping table, int expected) {
            this.table = table;
            this.expected = expected;
        }

        void add(int more) {
            rows += more;
        }

        void mustBeAll() {
            if (rows != expected) {
                throw new ChunkFailedException(
                        SqlErrorClassifier.Kind.ROW,
                        SENTENCES.say("row.rows-were-go-would-have-gone", expected, table.table(), rows));
            }
        }
    }

    /**
     * Finds the record the database refuses to let go: the statements since a savepoint are undone and the set is halved,
     * until that record stands alone. Gate, lease and row locks stay.
     */
    private static final class RejectedRecordFinder {
        private final TransactionTemplate callers;

        RejectedRecordFinder(PlatformTransactionManager manager) {
            this.callers = new TransactionTemplate(manager);
            callers.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
        }

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
}
