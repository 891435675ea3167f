package se.partnersec.gallra.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import se.partnersec.gallra.approvals.assertion.Assertion;
import se.partnersec.gallra.approvals.assertion.KeyAlgorithm;
import se.partnersec.gallra.support.crypto.Sha256;
import se.partnersec.gallra.support.json.JsonText;

/** Passkey in software: signs whatever a test asks for, also what no browser would. */
public final class SoftwarePasskey {
    public static final String ORIGIN = "https://gallra.example.com";
    public static final String PARTY = "gallra.example.com";
    public static final int PRESENT = 0x01;
    public static final int VERIFIED = 0x04;

    private final KeyAlgorithm algorithm;
    private final KeyPair pair;
    private final String credential;

    public SoftwarePasskey(KeyAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.pair = pair(algorithm);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        this.credential = text(random);
    }

    private static KeyPair pair(KeyAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case ES256 -> {
                    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
                    ec.initialize(256);
                    yield ec.generateKeyPair();
                }
                case RS256 -> {
                    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                    rsa.initialize(2048);
                    yield rsa.generateKeyPair();
                }
                case EDDSA -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    public String credential() {
        return credential;
    }

    /** SubjectPublicKeyInfo in Base64 for URLs. */
    public String publicKey() {
        return text(pair.getPublic().getEncoded());
    }

    /** What a browser makes of a challenge. */
    public Assertion sign(String nonce, String challenge) {
        return sign(nonce, client(challenge), authenticator(PARTY, PRESENT | VERIFIED));
    }

    /** Signs these bytes, whatever they say. */
    public Assertion sign(String nonce, Map<String, Object> client, byte[] authenticator) {
        byte[] json = JsonText.line(client).getBytes(StandardCharsets.UTF_8);
        try {
            Signature signer = Signature.getInstance(
                    switch (algorithm) {
                        case ES256 -> "SHA256withECDSA";
                        case RS256 -> "SHA256withRSA";
                        case EDDSA -> "Ed25519";
                    });
            signer.initSign(pair.getPrivate());
            signer.update(authenticator);
            signer.update(Sha256.of(json));
            return new Assertion(nonce, text(authenticator), text(json), text(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, Object> client(String challenge) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("type", "webauthn.get");
        client.put("challenge", challenge);
        client.put("origin", ORIGIN);
        client.put("crossOrigin", false);
        return client;
    }

    public static byte[] authenticator(String party, int flags) {
        return ByteBuffer.allocate(37)
                .put(Sha256.of(party.getBytes(StandardCharsets.UTF_8)))
                .put((byte) flags)
                .putInt(0)
                .array();
    }

    public static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
