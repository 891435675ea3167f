package se.partnersec.gallra.support.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands in for names that may be personal: a keyed tag where we must recognise one again, encryption where we must
 * read it again. Once the secret is destroyed, neither leads back to anybody.
 */
public final class Pseudonymizer {
    /** Bytes of a tag. */
    public static final int LENGTH = 16;

    private static final int NONCE = 12;
    private final SecretKeySpec tagKey;
    private final SecretKeySpec sealKey;
    private final SecureRandom random = new SecureRandom();
    private final Cipher cipher;

    /** @param secret at least 32 bytes */
    public Pseudonymizer(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("the tag key must have at least 32 bytes, has " + secret.length);
        }
        tagKey = new SecretKeySpec(hmac(new SecretKeySpec(secret, "HmacSHA256"), "gallra tag"), "HmacSHA256");
        sealKey = new SecretKeySpec(hmac(new SecretKeySpec(secret, "HmacSHA256"), "gallra seal"), "AES");
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES", e);
        }
    }

    /** Tells two keys apart and leads back to none: 32 hex digits. */
    public String fingerprint() {
        return HexFormat.of().formatHex(tag("ledger export", "key check"));
    }

    /** The tag of a name within a domain such as a category; the same name in another domain has another tag. */
    public byte[] tag(String domain, String name) {
        return Arrays.copyOf(hmac(tagKey, domain + "\u0000" + name), LENGTH);
    }

    public byte[] seal(String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8));
        byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return all;
    }

    public String open(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        byte[] body = Arrays.copyOfRange(sealed, NONCE, sealed.length);
        return new String(crypt(Cipher.DECRYPT_MODE, nonce, body), StandardCharsets.UTF_8);
    }

    /** One at a time with one cipher: to look one up for each of a chunk's keys costs more than to use it. */
    private synchronized byte[] crypt(int mode, byte[] nonce, byte[] body) {
        try {
            cipher.init(mode, sealKey, new GCMParameterSpec(128, nonce));
            return cipher.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a sealed object key cannot be read: GALLRA_TAG_KEY is not the key it was written with", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }
}
