package se.partnersec.gallra.erasure.chunk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.candidate.PermittedRecords;
import se.partnersec.gallra.erasure.candidate.RequestedRecords;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.Suppression;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.kept.KeptRangeRegister;
import se.partnersec.gallra.erasure.object.ObjectEraser;
import se.partnersec.gallra.erasure.record.AssessedRecord;
import se.partnersec.gallra.erasure.row.RowEraser;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunContext;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.erasure.run.SqlErrorClassifier;
import se.partnersec.gallra.erasure.verify.LateFacts;
import se.partnersec.gallra.erasure.verify.VerifySteps;
import se.partnersec.gallra.ledger.entry.LedgerWriter;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.ledger.notice.RecipientNoticeWriter;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.support.text.Sentences;

/**
 * The guarded path for one page of candidates per call: gate, lease, locks, decision, disposal, ledger, all in the transaction
 * of the call. The position moves when {@link CandidatePages} is updated, which Spring Batch does last and undoes with the transaction.
 */
public final class DisposeTasklet implements Tasklet {
    private static final Sentences SENTENCES = Sentences.of("erasure");
    /** Tries in a row to begin with a record at which very many rows point, while holds come in. */
    private static final int MOST_IDLE = 5;

    private final CandidatePages pages;
    private final Parts parts;
    private final KeptRangeRegister.@Nullable Notes kept;
    private final RunIdentity run;
    private final boolean last;
    private int idle;
    private boolean told;
    /** Whether a record went in part and may not have gone yet; null before the first chunk. */
    private @Nullable Boolean inParts;

    private final @Nullable LateFacts late;
    private final TransactionTemplate callers;

    /**
     * Parts that the steps of one run share.
     *
     * @param objects null where the category has none
     * @param notices null where nobody is told
     * @param kept null where nothing is noted as kept
     * @param progress told of candidates seen and outcomes, inside the transaction of each chunk
     */
    public record Parts(
            RunResources resources,
            GuardedChunk guard,
            @Nullable ObjectEraser objects,
            RowEraser rows,
            RequestedRecords requests,
            PermittedRecords permits,
            LedgerWriter ledger,
            @Nullable RecipientNoticeWriter notices,
            FindingRepository.Writer findings,
            KeptRangeRegister.@Nullable Notes kept,
            BiConsumer<Long, Outcome.Counts> progress) {}

    /** @param round 0 for all candidates, then the sweeps */
    public DisposeTasklet(CandidatePages pages, Parts parts, RunIdentity run, int round) {
        this.pages = pages;
        this.parts = parts;
        this.kept = round > 0 ? null : parts.kept();
        this.last = round == VerifySteps.SWEEPS;
        this.run = run;
        PlatformTransactionManager manager = parts.resources().manager();
        this.callers = new TransactionTemplate(manager);
        callers.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
        this.late = parts.guard().source().facts().isEmpty()
                ? null
                : new LateFacts(parts.guard(), parts.findings(), run, manager);
    }

    /** The look after each chunk, to be told of the end of the step; null where no facts decide. */
    public @Nullable StepExecutionListener listener() {
        return late;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        try {
            if (late != null) {
                // Before anything can fail: what the last chunk took is known to this process alone.
                late.look();
            }
            CandidateQuery.Page page = pages.next();
            if (page == null) {
                return RepeatStatus.FINISHED;
            }
            if (!told) {
                // Before the first chunk, which may take its time: a page of objects is listed by then, or not.
                parts.progress().accept(0L, new Outcome.Counts());
                told = true;
            }
            parts.guard().study(page.keys());
            count(
                    contribution,
                    dispose(
                            page,
                            parts.objects() == null || page.staying()
                                    ? null
                                    : parts.objects().dispose(run)));
        } catch (DataAccessException | TransactionException | ObjectStoreException e) {
            throw ChunkFailedException.of(e);
        }
        return RepeatStatus.CONTINUABLE;
    }

    /** Counts of records: read is what was met, written what was erased or reduced, filtered all others. */
    private static void count(StepContribution contribution, Outcome.Counts counts) {
        long all = 0;
        long disposed = 0;
        for (Outcome outcome : Outcome.values()) {
            long records = counts.of(outcome);
            all += records;
            disposed += outcome == Outcome.ERASED || outcome == Outcome.ANONYMISED ? records : 0;
        }
        for (long i = 0; i < all; i++) {
            contribution.incrementReadCount();
        }
        contribution.incrementWriteCount(disposed);
        contribution.incrementFilterCount(all - disposed);
    }

    private Outcome.Counts dispose(CandidateQuery.Page page, ObjectEraser.@Nullable Disposed disposed) {
        GuardedChunk.Entry entered = parts.guard().enter();
        GuardedChunk.Decision decided = disposed == null
                ? parts.guard().assess(page.keys(), run, entered)
                : parts.guard()
                        .assess(page.keys(), run, entered, record -> disposed.fate(record) == ObjectEraser.Fate.GONE);
        pages.requireStaying(page, decided);
        ChunkOutcomes sorted = untilNoneIsLate(decided, some -> carryOut(page, some, disposed, entered));
        repeat(sorted);
        append(entered, sorted);
        witness().passed(CrashPoint.LEDGER_WRITTEN);
        parts.progress().accept(page.apart() ? 0L : page.keys().size(), sorted.counts);
        return sorted.counts;
    }

    /** What could not be finished is the next page; but where the gate moves on each time, it is left to a sweep. */
    private void repeat(ChunkOutcomes sorted) {
        idle = sorted.detaching.isEmpty() && !sorted.again.isEmpty() ? idle + 1 : 0;
        if (idle <= MOST_IDLE) {
            pages.again(sorted.again);
        } else {
            sorted.again.forEach(key -> sorted.counts.add(Outcome.DEFERRED, 1));
            run.passOver();
            noteBusy(sorted.again, SENTENCES.say("chunk.holds-came-faster-than-rows-could"));
            idle = 0;
        }
    }

    /**
     * What the chunk does is undone, and done again without the records about which a row came meanwhile that nobody's lock kept
     * out; these are left for a sweep. The look comes last, so that nothing is between it and the ledger.
     */
    private ChunkOutcomes untilNoneIsLate(
            GuardedChunk.Decision decided, Function<GuardedChunk.Decision, ChunkOutcomes> work) {
        if (late == null || decided.read().known().isEmpty()) {
            return work.apply(decided);
        }
        return Objects.requireNonNull(callers.execute(transaction -> {
            GuardedChunk.Decision some = decided;
            while (true) {
                Object before = transaction.createSavepoint();
                ChunkOutcomes sorted = work.apply(some);
                Set<RecordKey> came = parts.guard().late(some);
                if (came.isEmpty()) {
                    late.await(some);
                    return sorted;
                }
                transaction.rollbackToSavepoint(before);
                some = some.without(came);
            }
        }));
    }

    /** All but the ledger. */
    private ChunkOutcomes carryOut(
            CandidateQuery.Page page,
            GuardedChunk.Decision decided,
            ObjectEraser.@Nullable Disposed disposed,
            GuardedChunk.Entry entered) {
        RowEraser rows = parts.rows();
        ObjectEraser objects = parts.objects();
        FindingRepository.Writer findings = parts.findings();
        ChunkOutcomes sorted = objects == null || disposed == null
                ? ChunkOutcomes.of(decided, null, Set.of(), findings)
                : ChunkOutcomes.of(decided, disposed, objects.emptied(decided, disposed), findings);
        sorted.remarkUnknown(decided, run.context().category().words());
        Set<RecordKey> refused = carryOut(sorted, sorted.going, rows.delete(sorted.going, sorted.staying));
        List<AssessedRecord> gone = without(refused, sorted.going);
        remember(gone, entered.now());
        parts.permits().note(run.id(), gone);
        List<AssessedRecord> reduced =
                without(carryOut(sorted, sorted.reducing, rows.reduce(sorted.reducing, run.id())), sorted.reducing);
        List<RowEraser.Refused> attached = rows.detach(sorted.detaching);
        sorted.again.removeAll(carryOut(
                sorted, attached.stream().map(RowEraser.Refused::record).toList(), attached));
        noteParts(
                sorted, decided, Stream.concat(gone.stream(), reduced.stream()).toList());
        if (objects != null && disposed != null) {
            objects.settle(disposed);
        }
        findings.note(run.id(), sorted.findings);
        passOver(decided);
        parts.requests().note(run.id(), sorted.items, entered.epoch());
        if (kept != null && !page.apart()) {
            kept.note(run, page, decided, sorted.staying, refused, entered);
        }
        return sorted;
    }

    /** Finding of each record of which a part went: it stands until the rest has gone, since something may keep the rest. */
    private void noteParts(ChunkOutcomes sorted, GuardedChunk.Decision decided, List<AssessedRecord> gone) {
        FindingRepository.Writer findings = parts.findings();
        sorted.detaching.stream()
                .map(each -> each.record().key())
                .filter(sorted.again::contains)
                .forEach(key -> sorted.findings.add(findings.of(
                        key, FindingRepository.ERASED_IN_PART, SENTENCES.say("chunk.rows-pointed-do-so-no-longer"))));
        if (inParts == null) {
            inParts = findings.noted(FindingRepository.ERASED_IN_PART);
        }
        if (inParts) {
            findings.settle(
                    Stream.concat(gone.stream().map(each -> each.record().key()), decided.gone().stream())
                            .toList(),
                    FindingRepository.ERASED_IN_PART);
        }
        inParts |= !sorted.detaching.isEmpty();
    }

    /** What others hold is left to a sweep, and after the last one to the next run. */
    private void passOver(GuardedChunk.Decision decided) {
        if (!decided.busy().isEmpty()) {
            run.passOver();
        }
        noteBusy(decided.read().busy(), SENTENCES.say("chunk.something-locked-somebody-else-each-time"));
    }

    /** Once no sweep follows. */
    private void noteBusy(Collection<RecordKey> busy, String why) {
        if (last) {
            FindingRepository.Writer findings = parts.findings();
            findings.note(
                    run.id(),
                    busy.stream()
                            .map(key -> findings.of(key, VerifySteps.BUSY, why))
                            .toList());
        }
    }

    /** What was to be done was done, but for what the database refused. */
    private Set<RecordKey> carryOut(
            ChunkOutcomes sorted, List<AssessedRecord> meant, List<RowEraser.Refused> refusals) {
        Set<RecordKey> refused = new HashSet<>();
        for (RowEraser.Refused each : refusals) {
            RecordKey key = each.record().record().key();
            refused.add(key);
            sorted.findings.add(parts.findings().of(key, "ROW_REFUSED", each.why()));
        }
        for (AssessedRecord each : meant) {
            boolean stays = !refused.isEmpty() && refused.contains(each.record().key());
            sorted.take(each, stays ? Outcome.FAILED : each.outcome());
        }
        return refused;
    }

    private static List<AssessedRecord> without(Set<RecordKey> refused, List<AssessedRecord> meant) {
        return refused.isEmpty()
                ? meant
                : meant.stream()
                        .filter(each -> !refused.contains(each.record().key()))
                        .toList();
    }

    /** What must be known of the records after they went; fails the chunk rather than lose it. */
    private void remember(List<AssessedRecord> gone, Instant now) {
        Category category = run.context().category();
        List<Suppression> wanted = new ArrayList<>();
        for (AssessedRecord each : gone) {
            List<Suppression> some = category.remembered(each.record());
            if (!some.isEmpty()) {
                wanted.addAll(some);
            }
        }
        if (!wanted.isEmpty()) {
            SuppressionList suppressions = new SuppressionList(
                    parts.resources().jdbc(), parts.resources().tags());
            suppressions.add(run.id(), SwedishCalendar.localDate(now), wanted);
            suppressions.require(wanted);
        }
        witness().passed(CrashPoint.REMEMBERED);
    }

    private void append(GuardedChunk.Entry entered, ChunkOutcomes sorted) {
        RunContext context = run.context();
        LedgerWriter.Chunk chunk = new LedgerWriter.Chunk(
                context.category().category(),
                0,
                run.id(),
                UUID.randomUUID().toString(),
                context.policy(),
                context.token(),
                entered.epoch(),
                entered.now(),
                sorted.counts,
                sorted.items);
        long seq = parts.ledger().append(chunk);
        if (parts.notices() != null && !parts.notices().write(chunk, seq)) {
            throw new ChunkFailedException(
                    SqlErrorClassifier.Kind.STOP, SENTENCES.say("chunk.not-every-notice-written-there-rolled"));
        }
    }

    private CrashPoint.Witness witness() {
        return parts.resources().witness();
    }
}
