package se.partnersec.gallra.config.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names one version of policy and sources together, or of a text by itself: a run goes on only under the version it began with. */
public final class PolicyFingerprint {

    private PolicyFingerprint() {}

    /** SHA-256 of a text's UTF-8 in 64 hex digits, as SHA2(text, 256) of the database gives it. */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 in 64 hex digits; the lengths are hashed too, so that no text can move from one part to the other. */
    public static String of(String policyCanonical, String sourcesCanonical) {
        MessageDigest digest = sha256();
        for (String part : new String[] {policyCanonical, sourcesCanonical}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
