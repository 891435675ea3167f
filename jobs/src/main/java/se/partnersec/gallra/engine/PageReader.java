package se.partnersec.gallra.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import se.partnersec.gallra.store.RecordKey;

/**
 * Hands out pages of candidate keys between the frozen bounds. Its position is a convenience for restarts: lost or
 * old, the candidates that are left are found again by what they are.
 */
final class PageReader implements ItemStreamReader<KeyPage>, StepExecutionListener {
    private static final String AFTER = "page.after";
    private static final Duration LOOK = Duration.ofMillis(250);
    private final CandidateQuery candidates;
    private final RunScopes scopes;
    private final Run run;
    private @Nullable String after;
    private @Nullable String last;
    private boolean empty;
    private boolean skip;
    private final Predicate<StepExecution> nothingToDo;
    private final UnaryOperator<List<RecordKey>> cut;
    private final Duration patience;
    private final CrashPoint.Witness witness;
    private final Allowance allowance;
    private final @Nullable ObjectsAhead ahead;
    private final Brake brake;
    private @Nullable KeyPage next;

    /**
     * @param cut of a page what one chunk may lock
     * @param patience how long others get to let go of what they hold, where that is why records are left
     * @param ahead told of each page before it is handed out, and of the one behind it; null where nothing has objects
     */
    PageReader(
            CandidateQuery candidates,
            RunScopes scopes,
            Run run,
            Predicate<StepExecution> nothingToDo,
            UnaryOperator<List<RecordKey>> cut,
            Duration patience,
            Allowance allowance,
            @Nullable ObjectsAhead ahead,
            Brake brake,
            CrashPoint.Witness witness) {
        this.allowance = allowance;
        this.ahead = ahead;
        this.brake = brake;
        this.nothingToDo = nothingToDo;
        this.cut = cut;
        this.patience = patience;
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
            while (System.nanoTime() < until && !brake.ends()) {
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void open(ExecutionContext context) {
        RunScopes.Scope scope = scopes.get(run.id());
        after = context.containsKey(AFTER) ? context.getString(AFTER) : null;
        last = scope.keyHi();
        empty = skip || scope.candidates() == 0;
        if (!empty) {
            allowance.open(run.id());
        }
        next = null;
        if (ahead != null) {
            ahead.open();
        }
    }

    @Override
    public @Nullable KeyPage read() {
        if (after != null) {
            witness.passed(CrashPoint.CHUNK_COMMITTED);
        }
        KeyPage page = next == null ? begun(page()) : next;
        if (page == null) {
            return null;
        }
        after = last(page);
        // The next one is not read before it is sure that what this one takes leaves room for it.
        long both = (long) page.keys().size() + brake.chunk(run.context().chunk());
        next = ahead != null && allowance.allows(both) ? begun(page()) : null;
        witness.passed(CrashPoint.CHUNK_READ);
        return page;
    }

    private @Nullable KeyPage page() {
        List<RecordKey> keys = empty ? List.of() : keys();
        return keys.isEmpty() ? null : new KeyPage(keys, after);
    }

    private @Nullable KeyPage begun(@Nullable KeyPage page) {
        if (ahead != null && page != null) {
            ahead.begin(page, run.id());
        }
        return page;
    }

    private static String last(KeyPage page) {
        return page.keys().get(page.keys().size() - 1).text();
    }

    /** No page can take more than what is left: it is cut to size, and once nothing is left only what stays is passed over. */
    private List<RecordKey> keys() {
        int chunk = brake.chunk(run.context().chunk());
        List<RecordKey> keys = cut.apply(candidates.page(after, last, allowance.room(chunk)));
        while (allowance.usedUp() && !keys.isEmpty()) {
            allowance.requireStaying(keys);
            after = keys.get(keys.size() - 1).text();
            keys = cut.apply(candidates.page(after, last, chunk));
        }
        return keys;
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
