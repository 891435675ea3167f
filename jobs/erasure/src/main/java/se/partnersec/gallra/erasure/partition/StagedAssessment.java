package se.partnersec.gallra.erasure.partition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.chunk.DisposeTasklet;
import se.partnersec.gallra.erasure.decide.Assessor;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.record.LockedRecord;
import se.partnersec.gallra.erasure.record.RowReader;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.ReadAheadThread;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.ledger.entry.LedgerItem;

/** Decides what lies in the staging table, row by row as everywhere else: what goes is put on record, what stays is moved back. */
final class StagedAssessment {
    /** Records decided in one transaction. */
    private static final int PAGE = 10_000;
    /** Records of which is remembered what was read, so that a hold that came meanwhile costs no second reading. */
    private static final int REMEMBERED = 100_000;

    private final StagingRecovery staged;
    private final RowReader rows;
    private final Assessor assessor;
    private final GuardedChunk guard;
    private final ErasureGate gate;
    private final DatabaseClock clock;
    private final LeaseCheck lease;
    private final RunControl control;
    private final RunIdentity run;
    private final CrashPoint.Witness witness;
    private final TransactionTemplate own;
    /** By page, those that go; empty where they are too many. */
    private final List<List<LockedRecord>> read = new ArrayList<>();

    private long records;

    /** @param rows of the staging table */
    StagedAssessment(
            StagingRecovery staged,
            RowReader rows,
            Assessor assessor,
            DisposeTasklet.Parts parts,
            JdbcTemplate jdbc,
            PlatformTransactionManager manager,
            LeaseCheck lease,
            RunControl control,
            RunIdentity run) {
        this.staged = staged;
        this.rows = rows;
        this.assessor = assessor;
        this.guard = parts.guard();
        this.gate = new ErasureGate(jdbc);
        this.clock = new DatabaseClock(jdbc);
        this.lease = lease;
        this.control = control;
        this.run = run;
        this.witness = parts.resources().witness();
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Decides every row in the staging table; null if all are to go back: somebody stops the run, or keys are not plain. */
    @Nullable
    Long decide() {
        Long epoch = own.execute(t -> {
            lease.confirm();
            staged.register().forgetItems();
            return gate.epoch();
        });
        if (epoch == null) {
            return null;
        }
        read.clear();
        records = 0;
        // The next page is read while this one is decided, and nothing reads any more once this has returned.
        try (ReadAheadThread ahead = new ReadAheadThread()) {
            Future<List<LockedRecord>> next = ahead.begin(() -> after(null));
            List<LockedRecord> found;
            for (int page = 0; !(found = ReadAheadThread.get(next)).isEmpty(); page++) {
                List<LockedRecord> these = found;
                next = ahead.begin(() -> after(these.get(these.size() - 1).key()));
                int number = page;
                if (!Boolean.TRUE.equals(own.execute(t -> decide(these, number, epoch))) || control.ends()) {
                    return null;
                }
                witness.passed(CrashPoint.PARTITION_PAGE_DECIDED);
            }
        }
        witness.passed(CrashPoint.PARTITION_DECIDED);
        return epoch;
    }

    /** The next in key order; such a table has nothing that hangs on its rows. */
    private List<LockedRecord> after(@Nullable RecordKey last) {
        return rows.after(last, PAGE).stream().map(LockedRecord::alone).toList();
    }

    /** In one transaction: what goes of these is on record, what stays is back in the table. False if keys are not plain. */
    private boolean decide(List<LockedRecord> found, int page, long epoch) {
        lease.confirm();
        List<RecordKey> keys = found.stream().map(LockedRecord::key).toList();
        Set<RecordKey> elsewhere = staged.table().elsewhere(keys.get(0), keys.get(keys.size() - 1), 2 * PAGE);
        Set<RecordKey> staying = new HashSet<>(keys);
        if (elsewhere == null || staying.size() < keys.size()) {
            return false;
        }
        List<AssessedRecord> going = new ArrayList<>();
        List<AssessedRecord> decided =
                guard.counted(assessor.assess(found, run.context().asOf(), clock.now(), epoch));
        for (AssessedRecord each : decided) {
            if (plain(each) && !elsewhere.contains(each.record().key())) {
                going.add(each);
                staying.remove(each.record().key());
            }
        }
        staged.table().back(staying);
        staged.register().page(page, items(going));
        remember(going);
        return true;
    }

    private void remember(List<AssessedRecord> going) {
        records += going.size();
        read.add(going.stream().map(AssessedRecord::record).toList());
        if (records > REMEMBERED) {
            read.clear();
        }
    }

    private static List<LedgerItem> items(List<AssessedRecord> going) {
        return going.stream().map(each -> each.item(each.outcome())).toList();
    }

    /**
     * Decides again, under the gate, what was read: of rows that nobody can change only holds, permits, requests and years can have
     * become others. False where too many were read to remember.
     */
    boolean again(GuardedChunk.Entry entered) {
        if (records > REMEMBERED) {
            return false;
        }
        Iterator<AssessedRecord> decided = assessor.assess(
                        read.stream().flatMap(List::stream).toList(),
                        run.context().asOf(),
                        entered.now(),
                        entered.epoch())
                .iterator();
        for (int page = 0; page < read.size(); page++) {
            List<LockedRecord> before = read.get(page);
            List<AssessedRecord> going = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                AssessedRecord each = decided.next();
                if (plain(each)) {
                    going.add(each);
                }
            }
            if (going.size() < before.size()) {
                Set<RecordKey> staying = new HashSet<>();
                before.forEach(record -> staying.add(record.key()));
                going.forEach(each -> staying.remove(each.record().key()));
                staged.table().back(staying);
                staged.register().replace(page, items(going));
                read.set(page, going.stream().map(AssessedRecord::record).toList());
            }
        }
        return true;
    }

    /** Due by the rule alone: what a request or a permit is about leaves more behind than a line of the ledger. */
    private boolean plain(AssessedRecord each) {
        return each.goes()
                && each.facts().circumstances().request() == null
                && each.facts().circumstances().permits().isEmpty()
                && run.context().category().remembered(each.record()).isEmpty();
    }
}
