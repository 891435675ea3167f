package se.partnersec.gallra.approvals.assertion;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.json.JsonText;

/** Checks that a passkey signed a challenge, in the web console, while its person was present and verified (WebAuthn Level 3, section 7.2). */
public final class AssertionCheck {
    private static final int HASH = 32;
    private static final int SHORTEST = HASH + 1 + 4;
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;

    private AssertionCheck() {}

    /** Faults of an assertion. */
    public enum Fault {
        UNREADABLE,
        KEY,
        TYPE,
        CHALLENGE,
        ORIGIN,
        RELYING_PARTY,
        NOT_PRESENT,
        NOT_VERIFIED,
        SIGNATURE
    }

    /** The first fault; empty if the passkey signed this challenge. The time at which it counts is not looked at. */
    public static Optional<Fault> fault(Passkey passkey, ApprovalChallenge challenge, Assertion assertion) {
        try {
            return Optional.ofNullable(check(passkey, challenge.with(assertion.nonce()), assertion));
        } catch (IllegalArgumentException e) {
            return Optional.of(Fault.UNREADABLE);
        }
    }

    private static @Nullable Fault check(Passkey passkey, String challenge, Assertion assertion) {
        byte[] client = bytes(assertion.clientData());
        byte[] authenticator = bytes(assertion.authenticatorData());
        Fault said = said(JsonText.read(new String(client, StandardCharsets.UTF_8)), passkey.origin(), challenge);
        if (said != null) {
            return said;
        }
        if (authenticator.length < SHORTEST) {
            return Fault.UNREADABLE;
        }
        byte[] party =
                Sha256.of(String.valueOf(URI.create(passkey.origin()).getHost()).getBytes(StandardCharsets.UTF_8));
        if (!MessageDigest.isEqual(party, Arrays.copyOf(authenticator, HASH))) {
            return Fault.RELYING_PARTY;
        }
        if ((authenticator[HASH] & PRESENT) == 0) {
            return Fault.NOT_PRESENT;
        }
        if ((authenticator[HASH] & VERIFIED) == 0) {
            return Fault.NOT_VERIFIED;
        }
        return signed(passkey, authenticator, client, bytes(assertion.signature()));
    }

    private static @Nullable Fault said(Map<String, @Nullable Object> client, String origin, String challenge) {
        if (!"webauthn.get".equals(client.get("type"))) {
            return Fault.TYPE;
        }
        if (!challenge.equals(client.get("challenge"))) {
            return Fault.CHALLENGE;
        }
        boolean framed =
                client.containsKey("topOrigin") || !Boolean.FALSE.equals(client.getOrDefault("crossOrigin", false));
        return framed || !origin.equals(client.get("origin")) ? Fault.ORIGIN : null;
    }

    private static @Nullable Fault signed(Passkey passkey, byte[] authenticator, byte[] client, byte[] signature) {
        KeyAlgorithm algorithm = KeyAlgorithm.of(passkey.algorithm()).orElse(null);
        if (algorithm == null) {
            return Fault.KEY;
        }
        PublicKey key;
        try {
            key = algorithm.read(bytes(passkey.publicKey()));
        } catch (GeneralSecurityException e) {
            return Fault.KEY;
        }
        ByteArrayOutputStream over = new ByteArrayOutputStream();
        over.writeBytes(authenticator);
        over.writeBytes(Sha256.of(client));
        try {
            return algorithm.verify(key, over.toByteArray(), signature) ? null : Fault.SIGNATURE;
        } catch (GeneralSecurityException e) {
            return Fault.SIGNATURE; // not the shape of one
        }
    }

    private static byte[] bytes(String text) {
        byte[] read = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(read).equals(text)) {
            throw new IllegalArgumentException("not Base64 for URLs without padding");
        }
        return read;
    }

    /** True if the public key is one of the algorithm, and the origin names a host. */
    public static boolean usable(String publicKey, KeyAlgorithm algorithm, String origin) {
        try {
            algorithm.read(bytes(publicKey));
            return URI.create(origin).getHost() != null;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
