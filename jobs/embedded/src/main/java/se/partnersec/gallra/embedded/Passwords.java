package se.partnersec.gallra.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random secrets that need no quoting in SQL, URLs or properties. */
final class Passwords {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
