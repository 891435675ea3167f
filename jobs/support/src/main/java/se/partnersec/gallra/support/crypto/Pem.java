package se.partnersec.gallra.support.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text between BEGIN and END lines (RFC 7468), as openssl writes and reads them. */
public final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    public static String write(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** @throws IllegalArgumentException if what is between the lines is not base64 */
    public static List<byte[]> read(String label, String text) {
        String name = Pattern.quote(label);
        Matcher block = Pattern.compile("-----BEGIN " + name + "-----([^-]*)-----END " + name + "-----")
                .matcher(text);
        List<byte[]> found = new ArrayList<>();
        while (block.find()) {
            found.add(Base64.getDecoder().decode(block.group(1).replaceAll("\\s", "")));
        }
        return found;
    }
}
