package se.partnersec.gallra.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks about one half of many things here and about the other by a thread, and so a connection, of its own. What that one does not say is
 * asked here too: it may get no connection, or stand behind somebody who waits for the caller's transaction, which no server notices.
 */
final class Halves {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Duration patience;

    Halves() {
        this(PATIENCE);
    }

    /** @param patience how much longer than the first half the second may take */
    Halves(Duration patience) {
        this.patience = patience;
    }

    /**
     * The answers in the order of what is asked about.
     *
     * @param question asks about some of them, within no transaction where another thread asks
     */
    <T, R> List<R> ask(List<T> all, Function<List<T>, List<R>> question) {
        int half = all.size() / 2;
        List<T> second = all.subList(half, all.size());
        try (Ahead beside = new Ahead()) {
            Future<List<R>> begun = beside.begin(() -> question.apply(second));
            List<R> answers = new ArrayList<>(question.apply(all.subList(0, half)));
            answers.addAll(orHere(begun, () -> question.apply(second)));
            return answers;
        }
    }

    private <R> R orHere(Future<R> begun, Supplier<R> here) {
        try {
            return Ahead.get(begun, patience, "the other half was not answered in time");
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return here.get(); // and if it fails here as well, that is told
        }
    }
}
