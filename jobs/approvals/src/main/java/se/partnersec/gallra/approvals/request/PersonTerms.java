package se.partnersec.gallra.approvals.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Terms of a request to change the register of people.
 *
 * @param person as the register names them, such as {@code anna.berg}
 * @param login without its host, in small letters; empty where the person leaves
 */
public record PersonTerms(String person, Change change, String login) {
    /** The kind of such requests; what they are about is the person. */
    public static final String KIND = "PERSON";

    private static final Pattern TEXT = Pattern.compile("(has|lost) login=(.+)");

    /** What becomes of a login, or of the person. */
    public enum Change {
        /** The login is one of the person's. */
        HAS,
        /** The login is nobody's on record. */
        LOST,
        /** The person asks for and approves nothing any more. */
        LEFT
    }

    /** As the request has it, and as the trigger {@code approval_given} reads it. */
    public String text() {
        return switch (change) {
            case HAS -> "has login=" + login;
            case LOST -> "lost login=" + login;
            case LEFT -> "left";
        };
    }

    /** Empty if the terms are none of these. */
    public static Optional<PersonTerms> read(Approval request) {
        if (!request.kind().equals(KIND)) {
            return Optional.empty();
        }
        if (request.terms().equals("left")) {
            return Optional.of(new PersonTerms(request.subject(), Change.LEFT, ""));
        }
        Matcher found = TEXT.matcher(request.terms());
        return found.matches()
                ? Optional.of(new PersonTerms(
                        request.subject(), found.group(1).equals("has") ? Change.HAS : Change.LOST, found.group(2)))
                : Optional.empty();
    }
}
