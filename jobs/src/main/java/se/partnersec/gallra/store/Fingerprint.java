package se.partnersec.gallra.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names one version of policy and sources together: a run goes on only under the version it began with. */
public final class Fingerprint {

    private Fingerprint() {}

    /** SHA-256 in 64 hex digits; the lengths are hashed too, so that no text can move from one part to the other. */
    public static String of(String policyCanonical, String sourcesCanonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {policyCanonical, sourcesCanonical}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
