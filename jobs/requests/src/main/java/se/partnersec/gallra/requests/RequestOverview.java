package se.partnersec.gallra.requests;

import java.util.List;

/** Requests as they stand, for whoever may only read. */
public record RequestOverview(RequestRepository register, RequestItems items) {

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
        return new AnswerStatus(request, items.look(request));
    }
}
