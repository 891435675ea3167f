package se.partnersec.gallra.approvals.request;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/**
 * What somebody asked for, and what became of it.
 *
 * @param kind of what it is about, such as {@code RUN}
 * @param subject what it is about, such as a category
 * @param terms what exactly is asked for
 * @param requestedBy the login of whoever asked
 * @param approvedBy the login of whoever approved; null while nobody has
 * @param expires when the approval ends; null while there is none. Of what is done by being approved: when it no longer can be
 * @param expired whether that had passed when this was read, by the database's clock
 * @param voidedBy number of the adopted rules that made it void; null while none did
 * @param run the run that used it; null while none has
 * @param means what it was approved with; a login while nobody has approved it
 */
public record Approval(
        long number,
        String kind,
        String subject,
        String terms,
        String reason,
        int validDays,
        Instant requestedAt,
        String requestedBy,
        @Nullable String approvedBy,
        @Nullable Instant expires,
        boolean expired,
        @Nullable Long voidedBy,
        @Nullable String withdrawnBy,
        @Nullable Long run,
        Means means) {
    private static final Sentences SENTENCES = Sentences.of("approvals");

    /** Means by which an approval was given. */
    public enum Means {
        LOGIN,
        /** A passkey, whose signature was verified as this was read. */
        PASSKEY,
        /** A passkey that did not sign it: nobody approved. */
        UNSIGNED
    }

    public enum State {
        /** Given with a passkey whose signature does not verify; nothing may be done by it, and nobody can approve it any more. */
        UNSIGNED,
        WAITING,
        APPROVED,
        EXPIRED,
        WITHDRAWN,
        /** The rules were changed since it was asked for. */
        VOID,
        USED
    }

    /**
     * True for requests that the approval itself carries out, such as the release of a hold: they have to be approved within
     * {@code validDays}. An approved run or plan can be used within that many days after the approval.
     */
    public boolean doneByApproval() {
        return !kind.equals(RunTerms.KIND) && !kind.equals("PLAN");
    }

    /** The first day on which an approval lasts until the end of a day on which it is used. */
    public LocalDate firstDayFor(LocalDate used) {
        return used.minusDays(validDays - 1L);
    }

    /** The same approved by nobody: its signature does not verify. */
    Approval unsigned() {
        return new Approval(
                number,
                kind,
                subject,
                terms,
                reason,
                validDays,
                requestedAt,
                requestedBy,
                null,
                expires,
                expired,
                voidedBy,
                withdrawnBy,
                run,
                Means.UNSIGNED);
    }

    /** As people say it: {@code A-12}. */
    public String id() {
        return "A-" + number;
    }

    /** As people type it: a plan by its own name. */
    String name() {
        return kind.equals("PLAN") ? subject : id();
    }

    public State state() {
        if (means == Means.UNSIGNED) {
            return State.UNSIGNED;
        }
        if (run != null) {
            return State.USED;
        }
        if (withdrawnBy != null) {
            return State.WITHDRAWN;
        }
        if (doneByApproval() && approvedBy != null) {
            return State.APPROVED; // and done, for good
        }
        if (voidedBy != null) {
            return State.VOID;
        }
        if (expires == null || (approvedBy == null && !expired)) {
            return State.WAITING;
        }
        return expired ? State.EXPIRED : State.APPROVED;
    }

    /** How it stands, as the end of a sentence that begins with its number and {@code is}. */
    String word() {
        return switch (state()) {
            case UNSIGNED -> SENTENCES.say("request.unsigned");
            case WAITING -> "waiting";
            case APPROVED -> SENTENCES.say("request.approved-already", approvedBy);
            case EXPIRED ->
                approvedBy == null
                        ? SENTENCES.say("request.too-old-nobody-approved-time")
                        : SENTENCES.say("request.approved-expired", approvedBy);
            case WITHDRAWN -> SENTENCES.say("request.withdrawn", withdrawnBy);
            case VOID -> SENTENCES.say("request.void", voidedBy);
            case USED -> SENTENCES.say("request.used-up-run", run);
        };
    }
}
