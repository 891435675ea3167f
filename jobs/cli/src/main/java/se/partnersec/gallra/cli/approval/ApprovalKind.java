package se.partnersec.gallra.cli.approval;

import java.time.Instant;
import java.util.List;

/** One kind of what needs two people. Its own service says who may approve it, and when. */
public interface ApprovalKind {
    /**
     * A request as the list shows it.
     *
     * @param what is asked for
     * @param state how it stands, in a sentence
     * @param askedBy a login
     */
    record Line(String id, Instant askedAt, String what, String state, String askedBy, String reason) {}

    /**
     * The newest first.
     *
     * @param all also what is settled
     */
    List<Line> list(boolean all, int limit);

    /** Approves it; the sentence that says so. */
    String approve(ApprovalId id);

    /** Takes it back, or rejects it; the sentence that says so. */
    String withdraw(ApprovalId id, String reason);
}
