package se.partnersec.gallra.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.engine.Findings.Finding;
import se.partnersec.gallra.hold.Gate;
import se.partnersec.gallra.ledger.LedgerItem;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.RecordKey;

/**
 * Lets whole partitions of a log go. A partition is exchanged with an empty table, where nobody changes its rows any more;
 * there every row is decided, and those that stay are moved back. Then, while the gate is held and only if nothing that can
 * keep a record has changed since, the staging table is emptied and the ledger written. What goes is on record before it
 * goes, so that wherever a process dies the next one knows what to write down and what to put back.
 *
 * <p>It takes what is plainly due; whatever is more than that goes row by row afterwards.
 */
final class WholePartitions implements ItemStreamReader<String>, ItemWriter<String> {
    /** Records decided in one transaction. */
    private static final int PAGE = 5000;
    /** How often a partition is decided anew because somebody placed or released a hold meanwhile. */
    private static final int TRIES = 3;

    private final StagedRows staged;
    private final PartitionList partitions;
    private final SourceReader reader;
    private final Assessor assessor;
    private final EngineParts parts;
    private final Gate gate;
    private final DatabaseClock clock;
    private final Lease lease;
    private final Allowance allowance;
    private final Run run;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate own;
    private @Nullable Deque<String> left;

    WholePartitions(
            StagedRows staged,
            PartitionList partitions,
            SourceReader reader,
            Assessor assessor,
            EngineParts parts,
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            Lease lease,
            Allowance allowance,
            Run run) {
        this.staged = staged;
        this.partitions = partitions;
        this.reader = reader;
        this.assessor = assessor;
        this.parts = parts;
        this.gate = new Gate(jdbc);
        this.clock = new DatabaseClock(jdbc);
        this.lease = lease;
        this.allowance = allowance;
        this.run = run;
        this.witness = parts.witness();
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void open(ExecutionContext context) {
        left = null;
        allowance.open(run.id());
    }

    @Override
    public @Nullable String read() {
        Deque<String> known = left;
        if (known == null) {
            known = new ArrayDeque<>(own.execute(t -> partitions.names()));
            left = known;
        }
        return known.poll();
    }

    @Override
    public void write(Chunk<? extends String> names) {
        for (String name : names) {
            try {
                dispose(name);
            } catch (DataAccessException | TransactionException e) {
                throw ChunkFailed.of(e);
            }
        }
    }

    private void dispose(String partition) {
        staged.settle();
        // None of what is read of the table here may last: a transaction that has read it keeps others from changing
        // it.
        Long rows = own.execute(t -> partitions.worth(partition));
        if (rows == null || rows == 0 || allowance.room((int) Math.min(rows, Integer.MAX_VALUE)) < rows) {
            return;
        }
        own.executeWithoutResult(t -> {
            lease.confirm();
            staged.register().open(run.id(), run.context().policy(), partition);
        });
        witness.passed(CrashPoint.PARTITION_OPENED);
        if (taken(partition)) {
            witness.passed(CrashPoint.PARTITION_TAKEN);
            for (int tries = 0; tries < TRIES; tries++) {
                Long epoch = decide();
                if (epoch == null || erase(partition, epoch)) {
                    break;
                }
            }
        }
        staged.settle();
    }

    private boolean taken(String partition) {
        return changed(
                partition, () -> staged.table().fill(partition, run.context().token()));
    }

    private boolean emptied(String partition, StagingRegister.Totals totals) {
        return changed(
                partition, () -> staged.table().empty(totals, run.context().token()));
    }

    /** Others may be reading the table, or its definition have changed: then its rows go one by one. */
    private boolean changed(String partition, Runnable statement) {
        try {
            statement.run();
            return true;
        } catch (DataAccessException why) {
            if (Faults.lineLost(why)) {
                throw why;
            }
            byRows(partition, why);
            return false;
        }
    }

    private void byRows(String partition, DataAccessException why) {
        Finding finding = new Finding(
                "partition " + partition,
                "PARTITION_BY_ROWS",
                "the partition could not go at once and goes row by row: " + Faults.words(why));
        own.executeWithoutResult(t -> parts.findings().note(run.id(), List.of(finding)));
    }

    /** Decides every row in the staging table; null if it cannot be told what they are, so that all go back. */
    private @Nullable Long decide() {
        Long epoch = own.execute(t -> {
            lease.confirm();
            staged.register().forget();
            return gate.epoch();
        });
        if (epoch == null) {
            return null;
        }
        RecordKey after = null;
        for (int page = 0; ; page++) {
            RecordKey from = after;
            int number = page;
            List<RecordKey> keys = own.execute(t -> decide(from, number, epoch));
            if (keys == null) {
                return null;
            }
            if (keys.isEmpty()) {
                break;
            }
            after = keys.get(keys.size() - 1);
            witness.passed(CrashPoint.PARTITION_PAGE_DECIDED);
        }
        own.executeWithoutResult(t -> {
            lease.confirm();
            staged.register().decided(epoch);
        });
        witness.passed(CrashPoint.PARTITION_DECIDED);
        return epoch;
    }

    /** In one transaction: what goes of the next rows is on record, what stays is back in the table. */
    private @Nullable List<RecordKey> decide(@Nullable RecordKey after, int page, long epoch) {
        lease.confirm();
        List<RecordKey> keys = staged.table().page(after, PAGE);
        if (keys.isEmpty()) {
            return keys;
        }
        if (new HashSet<>(keys).size() < keys.size()) {
            return null;
        }
        Set<RecordKey> elsewhere = staged.table().elsewhere(keys.get(0), keys.get(keys.size() - 1));
        List<LedgerItem> going = new ArrayList<>();
        Set<RecordKey> staying = new HashSet<>(keys);
        List<Assessed> decided = parts.guard()
                .counted(assessor.assess(reader.look(keys), run.context().asOf(), clock.now(), epoch));
        for (Assessed each : decided) {
            if (plain(each) && !elsewhere.contains(each.record().key())) {
                going.add(each.item(each.outcome()));
                staying.remove(each.record().key());
            }
        }
        staged.table().back(staying);
        staged.register().page(page, going);
        return keys;
    }

    /** Due by the rule alone: what a request or a permit is about leaves more behind than a line of the ledger. */
    private boolean plain(Assessed each) {
        return each.goes()
                && each.facts().circumstances().request() == null
                && each.facts().circumstances().permits().isEmpty()
                && run.context().category().remembered(each.record()).isEmpty();
    }

    /** Answers false, and has erased nothing, if anything that can keep a record came since they were decided. */
    private boolean erase(String partition, long epoch) {
        Boolean done = own.execute(t -> {
            ChunkGuard.Entered entered = parts.guard().enter();
            StagingRegister.Staged decided = staged.register().find();
            if (entered.epoch() != epoch || decided == null || decided.epoch() != epoch) {
                return false;
            }
            StagingRegister.Totals totals = staged.register().totals();
            if (totals.records() > 0 && !emptied(partition, totals)) {
                return false;
            }
            witness.passed(CrashPoint.PARTITION_ERASED);
            staged.writeDown(decided);
            witness.passed(CrashPoint.PARTITION_WRITTEN);
            return true;
        });
        return Boolean.TRUE.equals(done);
    }
}
