package se.partnersec.gallra.requests;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was entered, with what was decided of it so far.
 *
 * @param subject the technical key of the user it is about; a keyed tag of the name of somebody who is no user
 * @param received the local day it came in, from which the month to answer counts
 * @param extension why two further months are taken; null without
 * @param decision null while nobody decided
 * @param answered the last day an answer was sent; null while none was
 */
public record SubjectRequest(
        long id,
        RequestKind kind,
        String subject,
        LocalDate received,
        String enteredBy,
        @Nullable String extension,
        @Nullable Decision decision,
        @Nullable LocalDate answered) {

    /**
     * What somebody decided.
     *
     * @param uuid under which its items are
     * @param identity how it was made sure that it was the person who asked; null only for a refusal for want of that
     * @param law and {@code reason}: of a refusal, never null there
     * @param hold the number of the restriction it placed; null for other kinds
     * @param lifted the local day on which that restriction was released; null while it is in force
     */
    public record Decision(
            String uuid,
            boolean accepted,
            Instant at,
            String by,
            @Nullable String identity,
            @Nullable String law,
            @Nullable String reason,
            @Nullable Long hold,
            @Nullable LocalDate lifted) {}

    static final String TAG = "tag:";

    /** Whether it is about somebody who is no user, known by a name alone. */
    public boolean byName() {
        return byName(subject);
    }

    static boolean byName(String subject) {
        return subject.matches(TAG + "[0-9a-f]{32}");
    }

    /** What people call it, such as {@code R-3}. */
    public String name() {
        return "R-" + id;
    }

    /** Whether an erasure or an end of advertising was accepted, so that it names records. */
    public boolean hasItems() {
        return decision != null
                && decision.accepted()
                && (kind == RequestKind.ERASURE || kind == RequestKind.MARKETING);
    }

    /** The last day to answer on (GDPR 12(3)): a month after it was received, three when extended. */
    public LocalDate answerBy() {
        return answerBy(received, extension != null);
    }

    /** The same of any request, by the day it was received. */
    public static LocalDate answerBy(LocalDate received, boolean extended) {
        return received.plusMonths(extended ? 3 : 1);
    }

    /** Whether the day to answer on has passed without an answer. */
    public boolean overdue(LocalDate today) {
        return answered == null && today.isAfter(answerBy());
    }
}
