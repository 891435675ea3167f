package se.partnersec.gallra.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import se.partnersec.gallra.store.RecordKey;

/**
 * Hands out pages of candidate keys between the frozen bounds. Its position is a convenience for restarts: lost or
 * old, the candidates that are left are found again by what they are.
 */
final class PageReader implements ItemStreamReader<KeyPage> {
    private static final String AFTER = "page.after";
    private final CandidateQuery candidates;
    private final RunScopes scopes;
    private final Run run;
    private @Nullable String after;
    private @Nullable String last;
    private boolean empty;

    PageReader(CandidateQuery candidates, RunScopes scopes, Run run) {
        this.candidates = candidates;
        this.scopes = scopes;
        this.run = run;
    }

    @Override
    public void open(ExecutionContext context) {
        RunScopes.Scope scope = scopes.get(run.id());
        after = context.containsKey(AFTER) ? context.getString(AFTER) : null;
        last = scope.keyHi();
        empty = scope.candidates() == 0;
    }

    @Override
    public @Nullable KeyPage read() {
        List<RecordKey> keys =
                empty ? List.of() : candidates.page(after, last, run.context().chunk());
        if (keys.isEmpty()) {
            return null;
        }
        after = keys.get(keys.size() - 1).text();
        return new KeyPage(keys);
    }

    @Override
    public void update(ExecutionContext context) {
        if (after != null) {
            context.putString(AFTER, after);
        }
    }
}
