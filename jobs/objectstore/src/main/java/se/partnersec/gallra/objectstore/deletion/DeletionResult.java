package se.partnersec.gallra.objectstore.deletion;

import java.util.List;
import se.partnersec.gallra.objectstore.client.ObjectVersion;

/** The answers to one delete request: exactly one for every version asked for, in the order asked. */
public record DeletionResult(List<Answer> answers) {
    public DeletionResult {
        answers = List.copyOf(answers);
    }

    public long count(Status deletion) {
        return answers.stream().filter(a -> a.deletion() == deletion).count();
    }

    public List<ObjectVersion> versions(Status deletion) {
        return answers.stream()
                .filter(a -> a.deletion() == deletion)
                .map(Answer::version)
                .toList();
    }

    /** The one answer to one requested version; {@code code} is the store's error code or our word for it, else empty. */
    public record Answer(ObjectVersion version, Status deletion, String code) {}

    /** What the store answered for one version it was asked to delete; none of these is proof that it is gone. */
    public enum Status {
        /** The store says it is deleted. A claim: only a listing afterwards shows it. */
        DELETED,
        /** The store says there was nothing of that name. */
        MISSING,
        /** Somebody wrote the object after it was listed; the new content was left alone. */
        CHANGED,
        /** Refused because the request was older than its signature allows: nothing was done, and a new one may be sent. */
        EXPIRED,
        /** Refused by Object Lock, a legal hold or a missing permission: asking again will not help. */
        DENIED,
        /** Not sent: the store offers no way to delete this copy that could not hit a newer one. */
        UNGUARDED,
        /** Refused for the rate of requests: wait, then ask again. */
        THROTTLED,
        /** Refused for another reason, or never sent; the code says which. */
        FAILED,
        /** Answered, but not so that it can be relied on: absent, twice, or in two minds. */
        UNKNOWN,
        /** No answer: the store may have executed it, or may yet. */
        IN_DOUBT
    }
}
