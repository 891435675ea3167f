package se.partnersec.gallra.approvals.assertion;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Challenge that a passkey signs to approve a request. It covers all of the request but its reason, so that a signature is of no use for
 * any other.
 *
 * @param uuid of the request, which no request of another database has
 * @param terms as the request has them; those of a plan contain the hash of its records
 */
public record ApprovalChallenge(
        long request, String uuid, String kind, String subject, String terms, int validDays, String requestedBy) {
    private static final String DOMAIN = "gallra approval 1";

    /** The challenge, as a browser gives it back: SHA-256 in Base64 for URLs without padding. */
    public String with(String nonce) {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(
                DOMAIN,
                String.valueOf(request),
                uuid,
                kind,
                subject,
                terms,
                String.valueOf(validDays),
                requestedBy,
                nonce)) {
            text.append(part.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(part);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
