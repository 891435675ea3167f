package se.partnersec.gallra.engine;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.ledger.ChunkRecord;
import se.partnersec.gallra.ledger.Ledger;
import se.partnersec.gallra.ledger.LedgerItem;
import se.partnersec.gallra.ledger.Notices;
import se.partnersec.gallra.ledger.Outcome;
import se.partnersec.gallra.ledger.OutcomeCounts;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.store.DatabaseClock;
import se.partnersec.gallra.store.PartitionMapping;
import se.partnersec.gallra.store.RecordKey;
import se.partnersec.gallra.store.SourceTable;

/**
 * Sees to it that nothing stays between the table and the ledger: what a process that died left in the staging table goes
 * back where it came from, and what it had erased from there, and not yet written down, is written down.
 */
public final class StagedRows {
    private static final int AT_ONCE = 5000;

    private final StagingRegister register;
    private final StagingTable table;
    private final Lease lease;
    private final Ledger ledger;
    private final Notices notices;
    private final DatabaseClock clock;
    private final DataCategory category;
    private final long token;
    private final BiConsumer<Long, OutcomeCounts> progress;
    private final TransactionTemplate own;

    private StagedRows(
            CategoryJob.Shop shop,
            SourceTable source,
            PartitionMapping partitions,
            Lease lease,
            long token,
            BiConsumer<Long, OutcomeCounts> progress) {
        this.category = source.category();
        this.register = new StagingRegister(shop.jdbc(), category, shop.tags());
        this.table = new StagingTable(shop.jdbc(), shop.manager(), source.record(), partitions);
        this.lease = lease;
        this.token = token;
        this.ledger = new Ledger(shop.jdbc(), shop.tags());
        this.notices = new Notices(shop.jdbc(), shop.tags(), shop.sources().copies(category));
        this.clock = new DatabaseClock(shop.jdbc());
        this.progress = progress;
        this.own = new TransactionTemplate(shop.manager());
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** @param progress told of each part of a partition that is written down */
    static StagedRows of(
            CategoryJob.Shop shop,
            SourceTable source,
            PartitionMapping partitions,
            Lease lease,
            long token,
            BiConsumer<Long, OutcomeCounts> progress) {
        return new StagedRows(shop, source, partitions, lease, token, progress);
    }

    /** Does so for a category whose lease was just taken, before anything is decided of the run that died. */
    public static void settle(CategoryJob.Shop shop, DataCategory category, Lease lease, long token) {
        SourceTable source = shop.sources().tables().get(category);
        PartitionMapping partitions = source == null ? null : source.partitions();
        if (source == null || partitions == null) {
            requireNone(shop, category);
        } else {
            of(shop, source, partitions, lease, token, (seen, counts) -> {}).settle();
        }
    }

    private static void requireNone(CategoryJob.Shop shop, DataCategory category) {
        StagingRegister.Staged left = new StagingRegister(shop.jdbc(), category, shop.tags()).find();
        if (left != null) {
            throw new ChunkFailed(
                    Faults.Kind.STOP,
                    "partition " + left.partition() + " of " + category
                            + " lies in a staging table that sources.yml names"
                            + " no more: put 'partitions' back there, run " + category + ", and then remove it");
        }
    }

    StagingRegister register() {
        return register;
    }

    StagingTable table() {
        return table;
    }

    void settle() {
        StagingRegister.Staged left = register.find();
        if (left != null && erased(left)) {
            own.executeWithoutResult(t -> {
                lease.confirm();
                writeDown(left);
            });
            return;
        }
        while (Boolean.TRUE.equals(own.execute(t -> putSomeBack()))) {
            // Each part in a transaction of its own: a row is always in one of the two tables.
        }
        if (left != null) {
            own.executeWithoutResult(t -> {
                lease.confirm();
                register.end();
            });
        }
    }

    private boolean putSomeBack() {
        lease.confirm();
        List<RecordKey> keys = table.page(null, AT_ONCE);
        table.back(keys);
        return !keys.isEmpty();
    }

    /** Whether all that was decided has gone from the staging table; if not, it never will. */
    private boolean erased(StagingRegister.Staged left) {
        return table.alone(() -> {
            if (left.state() == StagingRegister.State.DECIDED && table.isEmpty()) {
                return true;
            }
            if (!register.returning(token)) {
                throw new Lease.Fenced(category.id());
            }
            return false;
        });
    }

    /** In the caller's transaction: every record that went is in the ledger, under the run that decided it. */
    void writeDown(StagingRegister.Staged gone) {
        register.eachPage(items -> {
            if (!items.isEmpty()) {
                append(gone, items);
            }
        });
        register.end();
    }

    private void append(StagingRegister.Staged gone, List<LedgerItem> items) {
        OutcomeCounts counts = new OutcomeCounts().add(Outcome.ERASED, items.size());
        ChunkRecord chunk = new ChunkRecord(
                category,
                0,
                gone.runId(),
                UUID.randomUUID().toString(),
                gone.policy(),
                token,
                gone.epoch(),
                clock.now(),
                counts,
                items);
        if (!notices.write(chunk, ledger.append(chunk))) {
            throw new ChunkFailed(
                    Faults.Kind.STOP,
                    "not every notice that was written is there: rolled back; look for a trigger on the table notice");
        }
        progress.accept((long) items.size(), counts);
    }
}
