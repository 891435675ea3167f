package se.partnersec.gallra.support.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over what was found, in the order it was found: of any number of differences in a little memory. */
public final class ContentHash {
    private final MessageDigest sha;

    public ContentHash() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
        add("gallra-reconciliation-1");
    }

    /** Each with its length before it, so that no two lists are written alike. */
    public void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
    }

    public String hash() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
