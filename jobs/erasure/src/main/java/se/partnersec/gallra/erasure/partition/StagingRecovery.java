package se.partnersec.gallra.erasure.partition;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.PartitionMapping;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.LeaseCheck;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.RecipientNoticeWriter;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Sees to it that nothing stays between the table and the ledger: what a process that died left in the staging table goes
 * back where it came from, and what it had erased from there, and not yet written down, is written down.
 */
public final class StagingRecovery {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    private static final int AT_ONCE = 5000;

    private final StagingRepository register;
    private final StagingTable table;
    private final LeaseCheck lease;
    private final LedgerWriter ledger;
    private final RecipientNoticeWriter notices;
    private final DatabaseClock clock;
    private final DataCategory category;
    private final long token;
    private final BiConsumer<Long, Outcome.Counts> progress;
    private final TransactionTemplate own;

    /** @param progress told of each part of a partition that is written down */
    StagingRecovery(
            RunResources resources,
            CategoryMapping source,
            PartitionMapping partitions,
            LeaseCheck lease,
            long token,
            BiConsumer<Long, Outcome.Counts> progress) {
        this.category = source.category();
        this.register = new StagingRepository(resources.jdbc(), category, resources.tags());
        this.table = new StagingTable(resources.jdbc(), source.record(), partitions);
        this.lease = lease;
        this.token = token;
        this.ledger = new LedgerWriter(resources.jdbc(), resources.tags());
        this.notices = new RecipientNoticeWriter(
                resources.jdbc(), resources.tags(), resources.sources().copies(category));
        this.clock = new DatabaseClock(resources.jdbc());
        this.progress = progress;
        this.own = new TransactionTemplate(resources.manager());
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Does so for a category whose lease is ours, before anything else is decided, counted or closed of it. */
    public static void settle(RunResources resources, DataCategory category, LeaseCheck lease, long token) {
        CategoryMapping source = resources.sources().tables().get(category);
        PartitionMapping partitions = source == null ? null : source.partitions();
        if (source == null || partitions == null) {
            requireNone(resources, category);
        } else {
            new StagingRecovery(resources, source, partitions, lease, token, (seen, counts) -> {}).settle();
        }
    }

    private static void requireNone(RunResources resources, DataCategory category) {
        for (String left : resources
                .jdbc()
                .queryForList(
                        "SELECT partition_name FROM staged_partition WHERE category = ?",
                        String.class,
                        category.id())) {
            throw stop(SENTENCES.say("partition.partition-lies-staging-table-sources-yml", left, category, category));
        }
    }

    StagingRepository register() {
        return register;
    }

    StagingTable table() {
        return table;
    }

    void open(RunIdentity run, String partition, String attempt) {
        register.open(run.id(), run.context().policy(), table.place(), partition, attempt);
    }

    /** Empties the staging table of what goes; nothing to do where nothing does. */
    void empty(String attempt) {
        StagingRepository.Totals totals = Objects.requireNonNull(own.execute(t -> register.totals()));
        if (totals.records() > 0) {
            table.empty(totals, token, attempt);
        }
    }

    /** What was just emptied: the server's answer is looked at, not believed. */
    void writeDown() {
        own.executeWithoutResult(t -> {
            lease.confirm();
            if (!table.isEmpty()) {
                throw stop(SENTENCES.say("partition.staging-table-emptied-not-empty-nothing", category));
            }
            writeDown(Objects.requireNonNull(register.find()));
        });
    }

    void settle() {
        StagingRepository.Staged left = own.execute(t -> register.find());
        if (left == null) {
            requireEmpty();
            return;
        }
        requirePlace(left);
        if (erased(left)) {
            own.executeWithoutResult(t -> {
                lease.confirm();
                register.eachPage(items -> requireGone(left, items));
                writeDown(left);
            });
            return;
        }
        while (Boolean.TRUE.equals(own.execute(t -> putSomeBack()))) {
            // Each part in a transaction of its own: a row is always in one of the two tables.
        }
        own.executeWithoutResult(t -> {
            lease.confirm();
            register.end();
        });
    }

    private void requireEmpty() {
        if (!Boolean.TRUE.equals(own.execute(t -> table.isEmpty()))) {
            throw stop(SENTENCES.say("partition.there-rows-staging-table-no-run", category, table.place()));
        }
    }

    private void requirePlace(StagingRepository.Staged left) {
        if (!left.place().equals(table.place())) {
            throw stop(SENTENCES.say(
                    "partition.partition-lies-sources-yml-names-now",
                    left.partition(),
                    category,
                    left.place(),
                    table.place(),
                    category));
        }
    }

    /** Before something is called erased because it is not where it was: it may have been put back by hand. */
    private void requireGone(StagingRepository.Staged left, List<LedgerItem> items) {
        if (table.anyInTable(items.stream().map(LedgerItem::key).toList())) {
            throw stop(SENTENCES.say("partition.partition-record-erased-keys-table-see", left.partition(), category));
        }
    }

    private static ChunkFailedException stop(String words) {
        return new ChunkFailedException(SqlErrorClassifier.Kind.STOP, words);
    }

    private boolean putSomeBack() {
        lease.confirm();
        register.forgetItems();
        List<RecordKey> keys = table.page(null, AT_ONCE);
        table.back(keys);
        return !keys.isEmpty();
    }

    /** Whether all that was to go has gone from the staging table; if not, it never will. */
    private boolean erased(StagingRepository.Staged left) {
        return table.alone(() -> Objects.requireNonNull(own.execute(t -> {
            if (left.state() == StagingRepository.State.GOING && table.isEmpty()) {
                return true;
            }
            if (!register.returning(token)) {
                throw new LeaseCheck.Fenced(category.id());
            }
            return false;
        })));
    }

    /** In the caller's transaction: every record that went is in the ledger, under the run that decided it. */
    private void writeDown(StagingRepository.Staged gone) {
        register.eachPage(items -> {
            if (!items.isEmpty()) {
                append(gone, items);
            }
        });
        register.end();
    }

    private void append(StagingRepository.Staged gone, List<LedgerItem> items) {
        Outcome.Counts counts = new Outcome.Counts().add(Outcome.ERASED, items.size());
        LedgerWriter.Chunk chunk = new LedgerWriter.Chunk(
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
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP, SENTENCES.say("partition.not-every-notice-written-there-rolled"));
        }
        progress.accept((long) items.size(), counts);
    }
}
