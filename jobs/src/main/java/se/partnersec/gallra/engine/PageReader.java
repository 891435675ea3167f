package se.partnersec.gallra.engine;

import java.util.List;
import java.util.function.Predicate;
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
    private final CandidateQuery candidates;
    private final RunScopes scopes;
    private final Run run;
    private @Nullable String after;
    private @Nullable String last;
    private boolean empty;
    private boolean skip;
    private final Predicate<StepExecution> nothingToDo;
    private final CrashPoint.Witness witness;
    private final Allowance allowance;
    private final Brake brake;

    PageReader(
            CandidateQuery candidates,
            RunScopes scopes,
            Run run,
            Predicate<StepExecution> nothingToDo,
            Allowance allowance,
            Brake brake,
            CrashPoint.Witness witness) {
        this.allowance = allowance;
        this.brake = brake;
        this.nothingToDo = nothingToDo;
        this.witness = witness;
        this.candidates = candidates;
        this.scopes = scopes;
        this.run = run;
    }

    @Override
    public void beforeStep(StepExecution step) {
        skip = nothingToDo.test(step);
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
    }

    @Override
    public @Nullable KeyPage read() {
        if (after != null) {
            witness.passed(CrashPoint.CHUNK_COMMITTED);
        }
        List<RecordKey> keys = empty ? List.of() : next();
        if (keys.isEmpty()) {
            return null;
        }
        KeyPage page = new KeyPage(keys, after);
        after = keys.get(keys.size() - 1).text();
        witness.passed(CrashPoint.CHUNK_READ);
        return page;
    }

    /** No page can take more than what is left: it is cut to size, and once nothing is left only what stays is passed over. */
    private List<RecordKey> next() {
        int chunk = brake.chunk(run.context().chunk());
        List<RecordKey> keys = candidates.page(after, last, allowance.room(chunk));
        while (allowance.usedUp() && !keys.isEmpty()) {
            allowance.requireStaying(keys);
            after = keys.get(keys.size() - 1).text();
            keys = candidates.page(after, last, chunk);
        }
        return keys;
    }

    @Override
    public void update(ExecutionContext context) {
        if (after != null) {
            context.putString(AFTER, after);
        }
    }
}
