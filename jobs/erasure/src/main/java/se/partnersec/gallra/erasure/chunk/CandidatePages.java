package se.partnersec.gallra.erasure.chunk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStream;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import se.partnersec.gallra.config.mapping.RecordKey;
import se.partnersec.gallra.erasure.candidate.CandidateQuery;
import se.partnersec.gallra.erasure.decide.GuardedChunk;
import se.partnersec.gallra.erasure.limit.LimitStep;
import se.partnersec.gallra.erasure.object.ObjectIntentPrefetch;
import se.partnersec.gallra.erasure.run.ChunkFailedException;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.LimitExceededException;
import se.partnersec.gallra.erasure.run.RunControl;
import se.partnersec.gallra.erasure.run.RunIdentity;
import se.partnersec.gallra.erasure.run.RunScopeRepository;
import se.partnersec.gallra.objectstore.client.ObjectStoreException;

/**
 * Hands out pages of candidate keys between the frozen bounds. Its position is never ahead of what is committed: Spring Batch
 * asks for it after everything else of a chunk, and puts the old one back where the commit fails. Lost or old, the
 * candidates that are left are found again by what they are.
 */
public final class CandidatePages implements ItemStream, StepExecutionListener {
    private static final String AFTER = "page.after";
    private static final Duration LOOK = Duration.ofMillis(250);
    private final CandidateQuery candidates;
    private final RunScopeRepository scopes;
    private final RunIdentity run;
    private @Nullable String after;
    private @Nullable String last;
    private boolean empty;
    private boolean skip;
    private final Predicate<StepExecution> nothingToDo;
    private final UnaryOperator<List<RecordKey>> cut;
    private final Duration patience;
    private final Runnable beforehand;
    private final Supplier<List<RecordKey>> further;
    private @Nullable Deque<RecordKey> apart;
    private List<RecordKey> again = List.of();
    private final CrashPoint.Witness witness;
    private final LimitStep.Allowance allowance;
    private final @Nullable ObjectIntentPrefetch ahead;
    private final RunControl control;
    private CandidateQuery.@Nullable Page begun;

    /**
     * @param cut of a page what one chunk may lock
     * @param patience how long others get to let go of what they hold, where that is why records are left
     * @param beforehand done before anything else
     * @param further records that are met last, wherever they lie; asked once the others are done
     * @param ahead told of each page before it is handed out, and of the one behind it; null where nothing has objects
     */
    public CandidatePages(
            CandidateQuery candidates,
            RunScopeRepository scopes,
            RunIdentity run,
            Predicate<StepExecution> nothingToDo,
            UnaryOperator<List<RecordKey>> cut,
            Duration patience,
            Runnable beforehand,
            Supplier<List<RecordKey>> further,
            LimitStep.Allowance allowance,
            @Nullable ObjectIntentPrefetch ahead,
            CrashPoint.Witness witness) {
        this.allowance = allowance;
        this.ahead = ahead;
        this.control = run.control();
        this.nothingToDo = nothingToDo;
        this.cut = cut;
        this.patience = patience;
        this.beforehand = beforehand;
        this.further = further;
        this.witness = witness;
        this.candidates = candidates;
        this.scopes = scopes;
        this.run = run;
    }

    @Override
    public void beforeStep(StepExecution step) {
        skip = nothingToDo.test(step);
        if (!skip && run.passedOver()) {
            rest();
        }
    }

    /** Between chunks, where nothing is locked: a chunk itself never waits for a row. */
    private void rest() {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (System.nanoTime() < until && !control.ends()) {
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void open(ExecutionContext context) {
        RunScopeRepository.Scope scope = scopes.get(run.id());
        after = context.containsKey(AFTER) ? context.getString(AFTER) : null;
        last = scope.keyHi();
        empty = skip || scope.candidates() == 0;
        apart = null;
        again = List.of();
        if (!skip) {
            withoutQuoting(() -> {
                beforehand.run();
                return "";
            });
        }
        if (!empty) {
            allowance.open(run.id());
        }
        begun = null;
        if (ahead != null) {
            ahead.open();
        }
    }

    /** The next page; null at the end. */
    CandidateQuery.@Nullable Page next() {
        if (after != null) {
            witness.passed(CrashPoint.CHUNK_COMMITTED);
        }
        if (!again.isEmpty()) {
            CandidateQuery.Page same = CandidateQuery.Page.apart(again);
            again = List.of();
            witness.passed(CrashPoint.CHUNK_READ);
            return same;
        }
        CandidateQuery.Page page = begun == null ? begin(page()) : begun;
        if (page == null) {
            page = begin(apart());
        }
        if (page == null) {
            return null;
        }
        after = page.apart() ? after : last(page);
        // The next one is not read before it is sure that what this one takes leaves room for it.
        long both = (long) page.keys().size() + control.chunk(run.context().chunk());
        begun = ahead != null && !page.apart() && allowance.allows(both) ? begin(page()) : null;
        witness.passed(CrashPoint.CHUNK_READ);
        return page;
    }

    /** Keys that the chunk in hand could not finish, and that are the next page; where its commit fails, a sweep meets them. */
    void again(List<RecordKey> keys) {
        if (keys.isEmpty()) {
            if (ahead == null) {
                again = List.of();
            }
            return;
        }
        if (ahead == null) {
            again = List.copyOf(keys);
        } else {
            // The page behind has begun already: these come after all others.
            left().addAll(keys);
        }
    }

    private CandidateQuery.@Nullable Page page() {
        List<RecordKey> keys = empty ? List.of() : keys();
        boolean staying = allowance.usedUp();
        if (staying && !keys.isEmpty()) {
            allowance.requireStaying(keys);
        }
        return keys.isEmpty() ? null : new CandidateQuery.Page(keys, after, staying);
    }

    private CandidateQuery.@Nullable Page apart() {
        Deque<RecordKey> left = left();
        if (left.isEmpty()) {
            return null;
        }
        int most = allowance.pageSize(control.chunk(run.context().chunk()));
        List<RecordKey> keys = new ArrayList<>();
        while (keys.size() < most && !left.isEmpty()) {
            keys.add(left.remove());
        }
        return CandidateQuery.Page.apart(keys);
    }

    private Deque<RecordKey> left() {
        Deque<RecordKey> left = apart;
        if (left == null) {
            left = new ArrayDeque<>(skip ? List.of() : withoutQuoting(further));
            apart = left;
            if (empty && !left.isEmpty()) {
                allowance.open(run.id());
            }
        }
        return left;
    }

    /** Errors are not passed on: they may quote values. */
    private static <T> T withoutQuoting(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException | TransactionException | ObjectStoreException e) {
            throw ChunkFailedException.of(e);
        }
    }

    private CandidateQuery.@Nullable Page begin(CandidateQuery.@Nullable Page page) {
        if (ahead != null && page != null && !page.staying()) {
            ahead.begin(page, run.id());
        }
        return page;
    }

    private static String last(CandidateQuery.Page page) {
        return page.keys().get(page.keys().size() - 1).text();
    }

    /** No page can take more than what is left: it is cut to size. */
    private List<RecordKey> keys() {
        return cut.apply(candidates.page(
                after, last, allowance.pageSize(control.chunk(run.context().chunk()))));
    }

    /**
     * Under the locks of a chunk.
     *
     * @throws LimitExceededException if a record of a page of which none may go would go by now
     */
    void requireStaying(CandidateQuery.Page page, GuardedChunk.Decision decided) {
        if (page.staying() && decided.assessed().stream().anyMatch(each -> each.goes() || each.reduces())) {
            throw allowance.exceeded();
        }
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
        }
    }

    @Override
    public void update(ExecutionContext context) {
        if (after != null) {
            context.putString(AFTER, after);
        }
    }
}
