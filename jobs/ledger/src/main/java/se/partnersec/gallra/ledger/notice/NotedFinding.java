package se.partnersec.gallra.ledger.notice;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * A finding of a category, subject and code, however many runs noted it.
 *
 * @param subject a record's surrogate key, the tag of a name, or a name from the mapping
 * @param open whether the newest run that reached its end, or one since, noted it
 * @param run the run that noted it last; null if that was none
 * @param runs how many runs noted it
 * @param ack the newest acknowledgement; null if there is none
 */
public record NotedFinding(
        long id,
        DataCategory category,
        String subject,
        String code,
        String detail,
        boolean open,
        @Nullable Long run,
        long runs,
        Seen seen,
        @Nullable Ack ack) {

    /** First and last time it was noted. */
    public record Seen(Instant first, Instant last) {}

    /**
     * Who takes care of a finding.
     *
     * @param owner who does, as somebody wrote it
     * @param due last day
     * @param by the login that wrote it
     */
    public record Ack(String owner, LocalDate due, String reason, Instant at, String by) {}

    /** State for people: what somebody was to settle by a day that has passed is overdue as long as it is open. */
    public enum State {
        OPEN,
        OVERDUE,
        SETTLED
    }

    public State state(LocalDate today) {
        if (!open) {
            return State.SETTLED;
        }
        return ack != null && today.isAfter(ack.due()) ? State.OVERDUE : State.OPEN;
    }
}
