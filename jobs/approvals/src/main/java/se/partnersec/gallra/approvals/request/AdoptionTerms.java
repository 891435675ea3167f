package se.partnersec.gallra.approvals.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules and limits that are to be in force.
 *
 * @param rules fingerprint of policy and sources
 * @param limits fingerprint of the limits
 */
public record AdoptionTerms(String rules, String limits) {
    /** The kind of such requests; what they are about is the fingerprint of the rules. */
    public static final String KIND = "RULES";

    private static final Pattern TEXT = Pattern.compile("rules=([0-9a-f]{64}) limits=([0-9a-f]{64})");

    /** As the request has it. */
    public String text() {
        return "rules=" + rules + " limits=" + limits;
    }

    /** Empty if it was not written by this program. */
    public static Optional<AdoptionTerms> read(Approval request) {
        Matcher found = TEXT.matcher(request.terms());
        return found.matches() && found.group(1).equals(request.subject())
                ? Optional.of(new AdoptionTerms(found.group(1), found.group(2)))
                : Optional.empty();
    }
}
