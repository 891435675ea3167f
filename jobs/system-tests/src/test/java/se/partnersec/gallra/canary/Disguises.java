package se.partnersec.gallra.canary;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A value as it may be written down: as it is, encoded, or as a plain hash that a guess would undo. */
final class Disguises {
    private static final int FEWEST_DIGITS = 8;

    private final String value;
    /** Looked for in lower case. */
    private final Set<String> words = new LinkedHashSet<>();
    /** Looked for byte by byte. */
    private final Set<String> bytes = new LinkedHashSet<>();

    Disguises(String value) {
        this.value = value;
        for (String form : forms(value)) {
            byte[] raw = form.getBytes(StandardCharsets.UTF_8);
            words.add(form.toLowerCase(Locale.ROOT));
            words.add(URLEncoder.encode(form, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
            words.add(HexFormat.of().formatHex(raw));
            bytes.add(latin(form.getBytes(StandardCharsets.UTF_16BE)));
            bytes.add(latin(form.getBytes(StandardCharsets.ISO_8859_1)));
            base64(raw);
            for (String algorithm : new String[] {"MD5", "SHA-1", "SHA-256"}) {
                byte[] hash = hash(algorithm, raw);
                words.add(HexFormat.of().formatHex(hash));
                bytes.add(latin(hash));
                bytes.add(withoutPadding(Base64.getEncoder().encodeToString(hash)));
            }
        }
    }

    private static Set<String> forms(String value) {
        Set<String> forms = new LinkedHashSet<>(List.of(value, value.toLowerCase(Locale.ROOT), value.strip()));
        String digits = value.replaceAll("\\D", "");
        if (value.startsWith("+46") && digits.length() >= FEWEST_DIGITS) {
            forms.add(digits);
            forms.add("0" + digits.substring(2));
            forms.add("00" + digits);
        }
        return forms;
    }

    /** Within a longer text a value begins at any of three places of the encoding. */
    private void base64(byte[] raw) {
        for (int skip = 0; skip < 3; skip++) {
            byte[] moved = new byte[skip + raw.length];
            System.arraycopy(raw, 0, moved, skip, raw.length);
            int whole = moved.length / 3 * 3;
            String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(moved, whole));
            String inner = encoded.substring(skip == 0 ? 0 : 4);
            bytes.add(inner);
            bytes.add(inner.replace('+', '-').replace('/', '_'));
        }
    }

    private static String withoutPadding(String base64) {
        return base64.replaceFirst("=+$", "");
    }

    private static byte[] hash(String algorithm, byte[] raw) {
        try {
            return MessageDigest.getInstance(algorithm).digest(raw);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String latin(byte[] raw) {
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    String value() {
        return value;
    }

    /** @param lower the same in lower case, read as UTF-8 */
    boolean in(String latin, String lower) {
        return words.stream().anyMatch(lower::contains) || bytes.stream().anyMatch(latin::contains);
    }
}
