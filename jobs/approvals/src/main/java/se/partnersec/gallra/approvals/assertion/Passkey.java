package se.partnersec.gallra.approvals.assertion;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Passkey that a person offered.
 *
 * @param person whose it is, as the register of people names them
 * @param credential identifier, in Base64 for URLs without padding
 * @param publicKey SubjectPublicKeyInfo, encoded the same
 * @param algorithm name of a {@link KeyAlgorithm}
 * @param origin address of the web console, such as {@code https://gallra.example.com}; its host is the relying party
 * @param offered when it was offered, by the clock of the database
 * @param standing from when and until when it counts; null where two people never put it on record
 */
public record Passkey(
        long id,
        String person,
        String credential,
        String publicKey,
        String algorithm,
        String origin,
        Instant offered,
        @Nullable Standing standing) {

    /**
     * Time during which a passkey counts.
     *
     * @param request number of the approval that put it on record
     * @param ended null while it counts
     */
    public record Standing(
            long request, Instant since, @Nullable Instant ended) {
        boolean at(Instant time) {
            return !since.isAfter(time) && (ended == null || ended.isAfter(time));
        }
    }

    /** As people say it: {@code K-3}. */
    public String name() {
        return "K-" + id;
    }

    /** True if it counts now. */
    public boolean counts() {
        return standing != null && standing.ended() == null;
    }

    /** SHA-256 over all that tells it from others, which two people put on record. The view {@code valid_key} has the same. */
    public String hash() {
        return Sha256.ofText(String.join(" ", person, credential, algorithm, publicKey, origin));
    }
}
