package se.partnersec.gallra.approvals.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import se.partnersec.gallra.approvals.assertion.Passkey;

/**
 * Terms of a request that a passkey count.
 *
 * @param person whose it is
 * @param hash SHA-256 over all that tells the passkey from others, 64 hex digits
 */
public record PasskeyTerms(String person, long key, String hash) {
    /** The kind of such requests; what they are about is the person. */
    public static final String KIND = "KEY";

    private static final Pattern TEXT = Pattern.compile("key=([0-9]{1,18}) sha256=([0-9a-f]{64})");

    public static PasskeyTerms of(Passkey passkey) {
        return new PasskeyTerms(passkey.person(), passkey.id(), passkey.hash());
    }

    /** As the request has it, and as the view {@code valid_key} compares it. */
    public String text() {
        return "key=" + key + " sha256=" + hash;
    }

    /** Empty if the terms are none of these. */
    public static Optional<PasskeyTerms> read(Approval request) {
        Matcher found = TEXT.matcher(request.terms());
        return request.kind().equals(KIND) && found.matches()
                ? Optional.of(new PasskeyTerms(request.subject(), Long.parseLong(found.group(1)), found.group(2)))
                : Optional.empty();
    }
}
