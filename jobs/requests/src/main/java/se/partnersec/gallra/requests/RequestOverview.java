package se.partnersec.gallra.requests;

import java.util.List;
import java.util.function.Supplier;

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
}
