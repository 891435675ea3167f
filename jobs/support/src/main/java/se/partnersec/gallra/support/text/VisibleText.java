package se.partnersec.gallra.support.text;

import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.exit.RefusedException;

/**
 * Makes characters visible that a terminal, a log or a page would obey or hide: control characters, format characters (among them
 * those that turn the direction of writing), line and paragraph separators, and half surrogate pairs. Each is shown by its number, as
 * Java would write it in a string.
 * Whoever approves something must see what it says, whatever the one who asked has typed.
 */
public final class VisibleText {
    private static final Sentences SENTENCES = Sentences.of("support");

    private VisibleText() {}

    /** Text from anywhere as a part of one line. */
    public static String of(String text) {
        return shown(text, VisibleText::hidden);
    }

    /** A line that we laid out; tabs between its parts stay. */
    public static String line(String text) {
        return shown(text, c -> hidden(c) && c != '\t');
    }

    /** Lines that we laid out. */
    public static String lines(String text) {
        return shown(text.replace("\r\n", "\n"), c -> hidden(c) && c != '\t' && c != '\n');
    }

    /** What is hidden in a text that somebody enters, and at which of its characters, from 1; null if nothing is. */
    public static @Nullable String problem(String text) {
        int at = first(text, VisibleText::hidden);
        return at < 0
                ? null
                : SENTENCES.say(
                        "text.holds-character-position-which-nobody-would",
                        escaped(text.codePointAt(at)),
                        (text.codePointCount(0, at) + 1));
    }

    /**
     * Refuses what somebody enters and nobody would see.
     *
     * @param what it is, to begin the sentence with
     * @param text null where nothing was entered
     */
    public static void require(String what, @Nullable String text) {
        String hidden = text == null ? null : problem(text);
        if (hidden != null) {
            throw RefusedException.usage(what + " " + hidden);
        }
    }

    private static String shown(String text, IntPredicate hide) {
        if (first(text, hide) < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (hide.test(c)) {
                shown.append(escaped(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    private static int first(String text, IntPredicate hide) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (hide.test(text.codePointAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String escaped(int c) {
        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        return c > 0xFFFF ? "\\u{" + hex + "}" : "\\u" + "0".repeat(4 - hex.length()) + hex;
    }
}
