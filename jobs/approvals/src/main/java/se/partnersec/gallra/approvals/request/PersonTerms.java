package se.partnersec.gallra.approvals.request;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Terms of a request to change the register of people.
 *
 * @param person as the register names them, such as {@code anna.berg}
 * @param issuer of a login at an OpenID provider, as its address; empty for a login of the database
 * @param login without its host, in small letters, or the subject that the provider has; empty where the person leaves
 */
public record PersonTerms(String person, Change change, String issuer, String login) {
    /** The kind of such requests; what they are about is the person. */
    public static final String KIND = "PERSON";

    private static final Pattern TEXT = Pattern.compile("(has|lost)(?: issuer=(\\S+))? login=(.+)");

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
            case HAS -> "has" + named();
            case LOST -> "lost" + named();
            case LEFT -> "left";
        };
    }

    private String named() {
        return (issuer.isEmpty() ? "" : " issuer=" + issuer) + " login=" + login;
    }

    /** Login as people read it, with the provider if it has one. */
    public String shown() {
        return issuer.isEmpty() ? login : login + " (" + issuer + ")";
    }

    /** Empty if the terms are none of these. */
    public static Optional<PersonTerms> read(Approval request) {
        if (!request.kind().equals(KIND)) {
            return Optional.empty();
        }
        if (request.terms().equals("left")) {
            return Optional.of(new PersonTerms(request.subject(), Change.LEFT, "", ""));
        }
        Matcher found = TEXT.matcher(request.terms());
        return found.matches()
                ? Optional.of(new PersonTerms(
                        request.subject(),
                        found.group(1).equals("has") ? Change.HAS : Change.LOST,
                        Objects.requireNonNullElse(found.group(2), ""),
                        found.group(3)))
                : Optional.empty();
    }
}
