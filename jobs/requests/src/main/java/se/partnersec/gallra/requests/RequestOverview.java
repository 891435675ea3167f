package se.partnersec.gallra.requests;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.RefusedException;

/**
 * Requests as they stand, for whoever may only read.
 *
 * @param items made when a request is looked at: they need the bucket, and its client takes a while to start
 */
public record RequestOverview(RequestRepository register, Supplier<RequestItems> items) {

    /** Newest first; without {@code all} those that nobody answered. */
    public List<SubjectRequest> list(boolean all, int limit) {
        return register.list(all, limit);
    }

    /** Those whose day to answer has passed without an answer. */
    public List<SubjectRequest> overdue() {
        return register.overdue();
    }

    /** A request, how each of its records stands now, and what the person is answered. */
    public AnswerStatus answer(long id) {
        SubjectRequest request = register.get(id);
        return new AnswerStatus(request, items.get().look(request));
    }

    /**
     * States that the records of the person would have if the erasure were granted today, with their numbers. Writes nothing.
     *
     * @param name of somebody who is no user, as the request was entered by it; null for a user
     * @throws RefusedException if it is another name than the request was entered by, or missing, or not called for
     */
    public Map<ItemState, Long> ifGranted(SubjectRequest request, @Nullable String name) {
        return items.get().ifGranted(request, name);
    }
}
