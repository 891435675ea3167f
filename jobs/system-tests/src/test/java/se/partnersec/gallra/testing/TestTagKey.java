package se.partnersec.gallra.testing;

import java.util.HexFormat;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** The key of all tags that tests make: the bytes 0 to 31. */
public final class TestTagKey {
    public static final String HEX = HexFormat.of().formatHex(bytes());

    private TestTagKey() {}

    public static Pseudonymizer tags() {
        return new Pseudonymizer(bytes());
    }

    private static byte[] bytes() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return key;
    }
}
