package se.partnersec.gallra.request;

import java.util.List;

/** Requests as they stand, for whoever may only read. */
public record Requests(RequestRegister register, RequestItems items) {

    /** Newest first; without {@code all} those that nobody answered. */
    public List<SubjectRequest> list(boolean all, int limit) {
        return register.list(all, limit);
    }

    /** Those whose day to answer has passed without an answer. */
    public List<SubjectRequest> overdue() {
        return register.overdue();
    }

    /** A request, how each of its records stands now, and what the person is answered. */
    public Answer answer(long id) {
        SubjectRequest request = register.get(id);
        return new Answer(request, items.look(request));
    }
}
