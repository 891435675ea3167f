package se.partnersec.gallra.config.settings;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** Finds the secret behind the ledger's tags; says what is wrong with it, never what it is. */
final class TagKeyReader {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final int LEAST = 32;

    /** Of 32 random bytes 30 are different as a rule, and fewer than 16 never. */
    private static final int LEAST_DIFFERENT = 16;

    private final Map<String, String> environment;
    private final List<String> problems;

    TagKeyReader(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    byte[] read(@Nullable Properties embedded) {
        String key = environment.getOrDefault("GALLRA_TAG_KEY", "").strip();
        String file = environment.getOrDefault("GALLRA_TAG_KEY_FILE", "").strip();
        if (!key.isEmpty() && !file.isEmpty()) {
            problems.add(SENTENCES.say("settings.gallra-tag-key-gallra-tag-key"));
        }
        if (!key.isEmpty()) {
            return decode(key, "GALLRA_TAG_KEY");
        }
        if (file.isEmpty() && embedded != null) {
            file = embedded.getProperty("tag.key.file", "");
        }
        if (file.isEmpty()) {
            problems.add(SENTENCES.say("settings.gallra-tag-key-missing", cure()));
            return new byte[LEAST];
        }
        return fromFile(file);
    }

    private byte[] fromFile(String file) {
        String key = SecretFile.read(file, "GALLRA_TAG_KEY_FILE", problems);
        return key == null ? new byte[LEAST] : decode(key.strip(), SENTENCES.say("settings.tag-key", file));
    }

    private byte[] decode(String text, String what) {
        byte[] key = bytes(text);
        if (key.length < LEAST) {
            problems.add(SENTENCES.say("settings.must-least-random-bytes-hex-base64", what, LEAST, cure()));
            return new byte[LEAST];
        }
        long different =
                IntStream.range(0, key.length).map(i -> key[i]).distinct().count();
        if (different < LEAST_DIFFERENT) {
            problems.add(SENTENCES.say("settings.not-random-different-bytes", what, different, cure()));
        }
        return key;
    }

    /** Hex is tried first: 64 hex digits would also pass as 48 bytes of base64. */
    private static byte[] bytes(String text) {
        try {
            return text.matches("([0-9a-fA-F]{2})+")
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String cure() {
        return SENTENCES.say("settings.make-one-openssl-rand-hex-32");
    }
}
