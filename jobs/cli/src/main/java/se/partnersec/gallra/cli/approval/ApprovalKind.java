package se.partnersec.gallra.cli.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import se.partnersec.gallra.cli.output.Coded;

/** One kind of what needs two people. Its own service says who may approve it, and when. */
public interface ApprovalKind {
    /**
     * A request as the list shows it.
     *
     * @param kind code of what is asked for
     * @param what is asked for, in a sentence
     * @param hold that a release is about, such as H-5; empty for anything else
     * @param state how it stands
     * @param askedBy a login
     */
    record Line(
            String id,
            String kind,
            Instant askedAt,
            String what,
            String hold,
            Coded state,
            String askedBy,
            String reason) {}

    /**
     * The newest first.
     *
     * @param all also what is settled
     */
    List<Line> list(boolean all, int limit);

    /** Request of this number, settled or not. */
    default Optional<Line> find(ApprovalId id) {
        return list(true, Integer.MAX_VALUE).stream()
                .filter(line -> line.id().equals(id.text()))
                .findFirst();
    }

    /** Approves it; the sentence that says so. */
    String approve(ApprovalId id);

    /** Takes it back, or rejects it; the sentence that says so. */
    String withdraw(ApprovalId id, String reason);
}
